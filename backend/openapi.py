"""The OpenAPI document, made when it is first asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api_client.models import Problem
from backend.routes.postponed import make_all

if TYPE_CHECKING:
    from fastapi import FastAPI

_DESCRIPTION = (
    "Courses, lessons and progress. Errors are `application/problem+json` (RFC 9457); `code` is for programs."
)
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the copy that the client has.",
    "schema": {"type": "string"},
}
BEARER = "bearer"
"""The name of the security scheme."""
_SCHEMES = {
    BEARER: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of the issuer that `/v1/server` names. A bad one is 401 on every path.",
    }
}
_ETAG = {"description": "A weak tag of this answer to this viewer.", "schema": {"type": "string"}}


def document(app: FastAPI) -> bytes:
    """The description of the app as JSON."""
    if app.openapi_schema is None:
        app.openapi_schema = _describe(app)
    return json.dumps(app.openapi_schema, ensure_ascii=False).encode()


def _describe(app: FastAPI) -> dict[str, Any]:
    make_all(app)
    description = get_openapi(title=app.title, version=app.version, description=_DESCRIPTION, routes=app.routes)
    template = "#/components/schemas/{model}"
    problem = TypeAdapter(Problem).json_schema(mode="serialization", ref_template=template)
    schemas: dict[str, Any] = description["components"]["schemas"]
    schemas |= problem.pop("$defs") | {"Problem": problem}
    # FastAPI adds its own 422 for an id in a path; here such an id is a 404.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for operation in (each for methods in description["paths"].values() for each in methods.values()):
        if "application/json" in operation["responses"].get("422", {}).get("content", {}):
            del operation["responses"]["422"]
    description["components"]["securitySchemes"] = _SCHEMES
    for operation in (each for methods in description["paths"].values() for each in methods.values()):
        if "401" in operation["responses"]:
            operation.setdefault("security", [{}, {BEARER: []}])
    for methods in description["paths"].values():
        if get := methods.get("get"):
            get.setdefault("parameters", []).append(_IF_NONE_MATCH)
            get["responses"]["200"].setdefault("headers", {})["ETag"] = _ETAG
    return description
