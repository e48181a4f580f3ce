"""What an answer that is no success means: from its status and its problem document to an error."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic import ValidationError

from api_client.errors import (
    ApiError,
    Conflict,
    FieldFault,
    Forbidden,
    Invalid,
    NoAccess,
    NoPayments,
    NotFound,
    RateLimited,
    ServerFailed,
    SessionEnded,
    Unauthenticated,
    VersionMismatch,
)
from api_client.models import Problem
from api_client.retry import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

_BY_STATUS: dict[int, type[ApiError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    412: VersionMismatch,
    428: VersionMismatch,
}
_BY_CODE: dict[str, type[ApiError]] = {"no_access": NoAccess, "user_deleted": SessionEnded}
_NO_PAYMENTS = "payments_unavailable"
_SENTENCES: dict[type[ApiError], str] = {
    Unauthenticated: "Nobody is signed in, or the sign-in is not valid any more.",
    SessionEnded: "This account does not exist any more.",
    Forbidden: "The server does not allow this.",
    NotFound: "The server does not have this, or does not show it to you.",
    Conflict: "This contradicts what the server has.",
    VersionMismatch: "Someone else changed this meanwhile.",
}
_LONGEST_DETAIL = 500


def error_from(status: int, headers: Mapping[str, str], text: str) -> ApiError:
    """The error that a response stands for; `text` is its body, cleaned.

    A body that is no problem document, a proxy's HTML say, is not quoted.
    """
    problem = _problem(text)
    code = problem.code if problem else ""
    detail = problem.detail if problem and 0 < len(problem.detail) <= _LONGEST_DETAIL else ""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = retry_after(headers.get("retry-after"), datetime.now(UTC))
        sentence = detail or "The server asks to wait: there were too many requests."
        return RateLimited(sentence, code=code, status=status, retry_after=wait)
    if 400 <= status < 500:
        kind = _BY_CODE.get(code) or _BY_STATUS.get(status, Invalid)
        fallback = _SENTENCES.get(kind, f"The server refused the request ({_name(status)}).")
        sentence = detail or fallback
        if problem and kind is Invalid:
            faults = tuple(FieldFault(each.pointer, each.detail) for each in problem.errors)
            return Invalid(sentence, code=code, status=status, faults=faults)
        if problem and kind is VersionMismatch:
            return VersionMismatch(sentence, code=code, status=status, version=problem.version)
        return kind(sentence, code=code, status=status)
    if code == _NO_PAYMENTS:
        return NoPayments(detail or "Nothing can be paid for now.", code=code, status=status)
    if 300 <= status < 400:
        sentence = "The server sends its visitors to another address. Use that address itself as the server."
    else:
        sentence = f"The server failed ({_name(status)})." + (f" {detail}" if detail else "")
    return ServerFailed(sentence, code=code, status=status)


def _problem(text: str) -> Problem | None:
    try:
        return Problem.model_validate_json(text)
    except ValidationError:
        return None


def _name(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
