"""What the OpenAPI document says of answers that are alike."""

from typing import Any

from backend.openapi import BEARER
from backend.problems import PROBLEM_JSON

OK = b'{"status":"ok"}'
_STATUS = {
    "type": "object",
    "properties": {"status": {"type": "string", "const": "ok"}},
    "required": ["status"],
}
STATUS_OK: dict[int | str, dict[str, Any]] = {
    200: {"description": "Yes.", "content": {"application/json": {"schema": _STATUS}}}
}
"""The response of an operation that answers `OK`."""
SIGNED_IN: dict[str, Any] = {"security": [{BEARER: []}]}
"""For an operation that needs a viewer; where it says nothing, a viewer may be anonymous."""
IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": 'The `version` that the change was made for, in double quotes: `"…"`.',
    "schema": {"type": "string"},
}
"""The header of a write that may be conditional."""
CONDITIONAL: dict[str, Any] = SIGNED_IN | {"parameters": [IF_MATCH]}
"""For an operation that takes it."""
FOR_A_VERSION: dict[str, Any] = SIGNED_IN | {"parameters": [IF_MATCH | {"required": True}]}
"""For an operation that needs it."""

_REASONS = {
    400: "It is not signed as it should be, or not of the form that it should have; `code` says which.",
    401: "No viewer is signed in, or not any more (`unauthenticated`); or one not known yet (`user_unknown`).",
    403: "The viewer may not do this; `code` says why.",
    404: "There is no such thing, or it is not visible to the viewer (`not_found`).",
    409: "It does not go with what there is; `code` says why.",
    412: "It has changed since the version of `If-Match` (`version_mismatch`); `version` is the one that it has now.",
    413: "The body is too large (`too_large`).",
    422: "The request is not valid; `errors` says where.",
    428: "It is only done for a version: `If-Match` lacks (`precondition_required`).",
    503: "The database does not answer (`unavailable`), or the identity provider (`identity_unavailable`), or the "
    "payment provider (`payments_unavailable`).",
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
