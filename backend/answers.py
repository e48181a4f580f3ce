"""Successful answers: rows to JSON, with an ETag that belongs to the viewer."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from fastapi import Request, Response
from pydantic_core import to_json

from backend.compression import respond
from backend.problems import PRIVATE

if TYPE_CHECKING:
    from backend.viewer import Viewer


def answer(request: Request, viewer: Viewer | None, document: object, status: int = 200) -> Response:
    """The document as JSON; 304 without it where the client has it already.

    The documents are made of rows, whose types the database vouches for: to validate them as models first would take
    half of the time of an outline. The tests read every answer as the model that it is documented to be.
    """
    return answer_json(request, viewer, to_json(document), status)


def answer_json(request: Request, viewer: Viewer | None, body: bytes, status: int = 200) -> Response:
    """The JSON text as the answer. `viewer` is None where all see the same."""
    if request.method != "GET":
        return respond(request, status, body, "application/json", PRIVATE)
    owner = str(viewer.id).encode() if viewer else b""
    # Two viewers never share a tag, or a cache in between could hand one the other's document with a 304.
    tag = f'W/"{blake2b(body, digest_size=12, key=owner).hexdigest()}"'
    headers = {**PRIVATE, "etag": tag}
    if _has(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return respond(request, 200, body, "application/json", headers)


def _has(if_none_match: str | None, tag: str) -> bool:
    """Weak comparison (RFC 9110 §13.1.2)."""
    if if_none_match is None:
        return False
    tags = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags
