"""Compressed answers for the clients that take them; a call within the process asks for none."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from fastapi import Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

MINIMUM_SIZE = 1_000
_LEVEL = 5


def respond(request: Request, status: int, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """The answer, compressed if it is over 1 kB and the client takes gzip."""
    if len(body) >= MINIMUM_SIZE and _takes_gzip(request.headers.get("accept-encoding", "")):
        body = gzip.compress(body, _LEVEL, mtime=0)
        headers = {**headers, "content-encoding": "gzip"}
    return Response(body, status, headers, media_type)


def _takes_gzip(accept_encoding: str) -> bool:
    for coding in accept_encoding.split(","):
        name, *parameters = (part.strip().lower() for part in coding.split(";"))
        if name == "gzip":
            return not any(_is_zero(parameter) for parameter in parameters)
    return False


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name == "q" and not value.strip("0.")
