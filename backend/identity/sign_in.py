"""Whose request it is, by its access token. Whoever comes for the first time becomes a user here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client.models import Identity
from backend.identity import accounts
from backend.identity.bearer import bearer
from backend.identity.outgoing import Outgoing
from backend.identity.profile_source import ProfileSource
from backend.identity.verifier import Verifier
from backend.threads import in_database, while_waiting

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from uuid import UUID

    from starlette.requests import Request

    from backend.database import Database
    from backend.identity.profiles import Profile
    from backend.identity.settings import IdentitySettings


class SignIn:
    """An `Identify` for one issuer. It may be used in any event loop, by several requests at once."""

    def __init__(self, database: Database, settings: IdentitySettings) -> None:
        """Asks nothing yet: the issuer may start later than the server, or be a part of it."""
        self._database = database
        self._outgoing = Outgoing()
        self._verifier = Verifier(settings, outgoing=self._outgoing)
        self._profiles = ProfileSource(settings, self._verifier.issuer, self._outgoing)

    def __call__(self, request: Request) -> Awaitable[UUID] | None:
        """The user's id; None for a request without a token.

        Raises Refusal: 401 for a token that does not count, 403 for a deleted user, 503 while the issuer is needed
        and does not answer.
        """
        token = bearer(request)
        return None if token is None else self._user(token)

    async def _user(self, token: str) -> UUID:
        who = await while_waiting(partial(self._verifier.verify, token))
        user = await in_database(self._database, partial(self._find, who.subject))
        if user is not None:
            return user
        profile = await while_waiting(partial(self._profiles.profile, who))
        return await in_database(self._database, partial(self._introduce, profile))

    def _find(self, subject: str) -> UUID | None:
        with self._database.read() as connection:
            return accounts.find(connection, subject)

    def _introduce(self, profile: Profile) -> UUID:
        with self._database.write() as connection:
            return accounts.introduce(connection, profile)

    def close(self) -> None:
        """Close the connections to the issuer."""
        self._outgoing.close()


def told(settings: IdentitySettings) -> Identity:
    """What clients are told, so that they can sign in."""
    return Identity(kind="oidc", issuer=settings.issuer, client_id=settings.client_id, scopes=settings.scopes)
