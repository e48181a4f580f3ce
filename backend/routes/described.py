"""What the OpenAPI document says of errors."""

from typing import Any

from backend.problems import PROBLEM_JSON

_REASONS = {
    401: "No viewer is signed in, or not any more (`unauthenticated`).",
    403: "The viewer may not do this; `code` says why.",
    404: "There is no such thing, or it is not visible to the viewer (`not_found`).",
    413: "The body is too large (`too_large`).",
    422: "The request is not valid; `errors` says where.",
    503: "The database does not answer (`unavailable`).",
}
_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of an operation that may answer these errors."""
    return {
        status: {"description": _REASONS[status], "content": {PROBLEM_JSON: {"schema": _SCHEMA}}} for status in statuses
    }


def unchanged() -> dict[int | str, dict[str, Any]]:
    """The 304 of a GET."""
    return {304: {"description": "The client's copy, named by `If-None-Match`, is still right."}}
