"""Whose an access token is: signed ones by the issuer's keys, opaque ones by asking the issuer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import jwt
from jwt.exceptions import (
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidIssuerError,
    InvalidSignatureError,
    MissingRequiredClaimError,
    PyJWTError,
)
from pydantic import SecretStr

from backend.identity.access_token import check
from backend.identity.issuer import Issuer
from backend.identity.opaque import OpaqueTokens
from backend.identity.outgoing import UnansweredError
from backend.identity.refusals import identity_unavailable, refused

if TYPE_CHECKING:
    from backend.identity.outgoing import Outgoing
    from backend.identity.refreshed import Clock
    from backend.identity.refusals import Refusal
    from backend.identity.settings import IdentitySettings

LEEWAY = 5.0
"""Seconds by which two clocks may differ."""

_ALGORITHM = "RS256"
_REQUIRED = ("exp", "iat", "iss", "sub")
_REASONS: dict[type[PyJWTError], str] = {
    ExpiredSignatureError: "it has expired",
    ImmatureSignatureError: "it is not valid yet",
    InvalidIssuerError: "another identity provider issued it",
    InvalidSignatureError: "its signature is wrong",
    MissingRequiredClaimError: "it lacks a claim",
}


@dataclass(frozen=True, slots=True)
class Identified:
    """A token that was verified, and whose it is."""

    subject: str
    """The issuer's id of the person: usable (`backend.identity.subject`), and of a user where the issuer is Clerk."""
    kind: Literal["oauth", "session", "opaque"]
    """Clerk's `session` tokens do not open its userinfo endpoint; the others do, if their scope is wide enough."""
    token: SecretStr


class Verifier:
    """Verifies the tokens of one issuer. To be called in threads, by several at once: it waits for the network."""

    def __init__(self, settings: IdentitySettings, *, outgoing: Outgoing, clock: Clock = time.monotonic) -> None:
        """Asks nothing yet: the issuer may start later than the server."""
        self.issuer = Issuer(settings.issuer, outgoing, clock)
        self._settings = settings
        self._opaque = OpaqueTokens(settings, outgoing, clock)

    def verify(self, token: str) -> Identified:
        """Whose token it is, as `backend.identity.bearer` read it.

        Raises Refusal: 401 `unauthenticated` if it does not count here, 503 `identity_unavailable` if nobody can
        tell because the issuer does not answer.
        """
        try:
            if "." not in token:
                return Identified(self._opaque.subject(token), "opaque", SecretStr(token))
            header, claims = self._decode(token)
        except UnansweredError as error:
            raise identity_unavailable(error.retry_after) from None
        kind = check(header, claims, self._settings)
        return Identified(claims["sub"], kind, SecretStr(token))

    def _decode(self, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims, after everything was verified that is the same for whatever the issuer signs."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != _ALGORITHM:
                raise refused("it is not signed with RS256")
            kid = header.get("kid")
            key = self.issuer.key(kid) if kid else None
            if key is None:
                raise refused("the identity provider has no such key")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[_ALGORITHM],
                issuer=self._settings.issuer,
                leeway=LEEWAY,
                # PyJWT refuses any audience if none is asked for; `check` knows more about audiences.
                options={"require": list(_REQUIRED), "verify_aud": False},
            )
        except PyJWTError as error:
            raise _refusal(error) from None
        return header, claims


def _refusal(error: PyJWTError) -> Refusal:
    """Without the error's own text, which quotes the token."""
    return refused(_REASONS.get(type(error), "it is not a token that can be read"))
