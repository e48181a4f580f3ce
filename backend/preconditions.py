"""`If-Match`: a write that is meant for one version of a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.problems import Refusal

if TYPE_CHECKING:
    from fastapi import Request

_HEADER = "if-match"


def require_precondition(request: Request) -> None:
    """Raise 428 where the request does not say which version it is meant for."""
    if _HEADER not in request.headers:
        raise Refusal(
            428,
            "precondition_required",
            'Say which version this is meant for: send If-Match with the `version` in double quotes ("…").',
        )


def check_version(request: Request, *versions: str) -> None:
    """Raise 412 `version_mismatch`, which tells the first version, where If-Match is sent and names none of these."""
    if _HEADER in request.headers and not is_meant_for(request, *versions):
        raise Refusal(
            412,
            "version_mismatch",
            "Somebody changed it meanwhile. Read it again, and decide whether your change still holds.",
            version=versions[0],
        )


def is_meant_for(request: Request, *versions: str) -> bool:
    """Whether If-Match names one of the versions, or any (`*`). A weak tag names none (RFC 9110 §13.1.1)."""
    named = {each.strip() for value in request.headers.getlist(_HEADER) for each in value.split(",")}
    return "*" in named or any(f'"{version}"' in named for version in versions)
