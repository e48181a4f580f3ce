"""How a request is answered whose token does not tell whose it is."""

from __future__ import annotations

from math import ceil

from backend.problems import Refusal

_CHALLENGE = 'Bearer realm="syllabus", error="invalid_token"'


def refused(reason: str) -> Refusal:
    """401 for a token that was sent and does not count (RFC 6750 §3.1). `reason` holds nothing of the token."""
    detail = f"The access token was refused: {reason}. Sign in again."
    return Refusal(401, "unauthenticated", detail, headers={"www-authenticate": _CHALLENGE})


def user_unknown() -> Refusal:
    """401 for a good token that names nobody who is known here, and does not let us ask who they are."""
    detail = "Your account is not known to this server yet. Try again in a minute."
    return Refusal(401, "user_unknown", detail, headers={"www-authenticate": _CHALLENGE})


def identity_unavailable(retry_after: float) -> Refusal:
    """503: the token may be good, but who could tell does not answer. `retry_after` in seconds."""
    detail = "The identity provider cannot be reached, so the access token cannot be checked. Try again shortly."
    seconds = max(1, ceil(retry_after))
    return Refusal(503, "identity_unavailable", detail, headers={"retry-after": str(seconds)})
