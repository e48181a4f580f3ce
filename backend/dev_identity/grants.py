"""Refresh tokens: each is good once, and exchanged for the next."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from backend.dev_identity.errors import OAuthError
from backend.dev_identity.records import RefreshToken

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.dev_identity.records import Grant


class Grants:
    """The refresh tokens of all grants, by their hashes."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` tells seconds since the epoch."""
        self.clock = clock
        self.tokens: dict[str, RefreshToken] = {}

    def new_token(self, grant: Grant) -> str:
        """The next refresh token of a grant."""
        token = secrets.token_urlsafe(32)
        self.tokens[digest(token)] = RefreshToken(grant)
        self.changed()
        return token

    def spend(self, token: str, client_id: str) -> Grant:
        """The grant of a refresh token, which is spent by this. Raises OAuthError `invalid_grant`."""
        found = self.tokens.get(digest(token))
        if found is None or found.grant.client_id != client_id or found.grant.revoked:
            raise OAuthError("invalid_grant", "The refresh token is not known, or was revoked.")
        if found.spent_at is None:
            found.spent_at = self.clock()
            self.changed()
        elif not self.may_reuse(found):
            raise OAuthError("invalid_grant", "The refresh token was used before.")
        return found.grant

    def may_reuse(self, spent: RefreshToken) -> bool:
        """Whether a spent token counts once more: never."""
        return False

    def revoke(self, grant: Grant) -> None:
        """End a grant with everything that was issued for it."""
        grant.revoked = True
        self.changed()

    def find(self, token: str) -> Grant | None:
        """Whose refresh token this is or was."""
        found = self.tokens.get(digest(token))
        return found.grant if found else None

    def changed(self) -> None:
        """Called after each change."""


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
