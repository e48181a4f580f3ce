"""What the emulated instance knows: Clerk's tokens and rotation over the plain provider."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from backend.dev_identity.errors import OAuthError
from backend.dev_identity.grants import Grants, digest
from backend.dev_identity.provider import Provider
from backend.dev_identity.records import AccessToken, Client, Grant
from tests.clerk.keys import signing_key
from tests.clerk.users import User, first_users

if TYPE_CHECKING:
    from backend.dev_identity.records import Device, RefreshToken
    from tests.clerk.clock import Clock
    from tests.clerk.options import Options

CLIENT = Client("client_emulator", "Syllabus", scopes=("openid", "profile", "email", "offline_access"))
GRACE = 5


class RotatedGrants(Grants):
    """Refresh tokens under one of the policies that the real server may have."""

    def __init__(self, clock: Clock, options: Options) -> None:
        super().__init__(clock)
        self._options = options
        self.refreshes = 0
        """How many were answered with new tokens."""
        self.reused = 0
        """How often a spent token came again."""

    def spend(self, token: str, client_id: str) -> Grant:
        if self._options.scope_deleted:
            raise OAuthError("invalid_scope", "A scope of the token is not assigned to the application any more.")
        grant = super().spend(token, client_id)
        self.refreshes += 1
        return grant

    def may_reuse(self, spent: RefreshToken) -> bool:
        self.reused += 1
        if self._options.rotation == "family":
            self.revoke(spent.grant)
        return self._options.rotation == "grace" and self.clock() < (spent.spent_at or 0) + GRACE


class ClerkProvider(Provider):
    """An instance of Clerk with one OAuth application."""

    grants: RotatedGrants

    def __init__(self, issuer: str, clock: Clock, options: Options) -> None:
        grants = RotatedGrants(clock, options)
        super().__init__(issuer, CLIENT, first_users(), grants=grants, key=signing_key(), clock=clock)
        self.options = options
        self.revoked: set[str] = set()
        """Opaque access tokens, by their hashes."""

    def user(self, subject: str) -> User:
        """One of the users."""
        user = self.people[subject]
        assert isinstance(user, User)
        return user

    def tokens(self, grant: Grant) -> dict[str, Any]:
        self.access_lifetime = self.options.access_lifetime
        answer = super().tokens(grant)
        if not self.options.gives_refresh_token:
            answer.pop("refresh_token", None)
        return answer

    def start_device(self, parameters: Any) -> Device:  # noqa: ANN401  # as the base takes them
        self.devices.interval = self.options.device_interval
        return super().start_device(parameters)

    def access_token(self, grant: Grant) -> str:
        if self.options.opaque:
            token = f"oat_{secrets.token_hex(16)}"
        else:
            category: dict[str, str] = {"cat": self.options.category} if self.options.category else {}
            token = self.key.sign(self.access_claims(grant), typ="at+jwt", **category)
        self.remember(token, grant)
        return token

    def remember(self, token: str, grant: Grant) -> None:
        """Keeps expired ones too: Clerk's API says of them that they are."""
        self.access_tokens[digest(token)] = AccessToken(grant, self.clock() + self.options.access_lifetime)

    def access_claims(self, grant: Grant) -> dict[str, Any]:
        claims = super().access_claims(grant)
        claims["nbf"] -= 10
        if self.options.scope_list:
            claims["scp"] = claims.pop("scope").split()
        return claims

    def userinfo(self, token: str) -> dict[str, Any] | None:
        return None if digest(token) in self.revoked else super().userinfo(token)

    def person_claims(self, grant: Grant) -> dict[str, Any]:
        return self.user(grant.subject).userinfo(grant.scopes)
