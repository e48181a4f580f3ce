"""The service as people sign in to it: their real tokens, from the emulated Clerk."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from backend.app import create_app
from backend.identity.settings import IdentitySettings
from backend.identity.sign_in import SignIn, told
from tests.backend.api import Api

if TYPE_CHECKING:
    from collections.abc import Generator
    from uuid import UUID

    from backend.database import Database
    from tests.clerk.emulator import Emulator

WEB_APPLICATION = "https://learn.example.com"
"""Whose session tokens are accepted."""


def settings_for(emulator: Emulator, **changes: Any) -> IdentitySettings:  # noqa: ANN401  # any setting
    """Of a server that trusts the emulator."""
    usual: dict[str, Any] = {
        "issuer": emulator.issuer,
        "client_ids": (emulator.client_id,),
        "clerk": True,
        "authorized_parties": (WEB_APPLICATION,),
        "webhook_secret": SecretStr(emulator.webhook_secret),
        "api_url": emulator.api_url,
    }
    return IdentitySettings(**usual | changes)


def with_secret_key(clerk: Emulator) -> IdentitySettings:
    """Of a server that may also ask Clerk's API."""
    return settings_for(clerk, secret_key=SecretStr(clerk.secret_key))


@contextmanager
def signed_in_api(database: Database, clerk: Emulator, settings: IdentitySettings | None = None) -> Generator[Api]:
    """The API; a viewer made by `Catalog.user` is known by a token of theirs. Close its client too."""
    settings = settings or settings_for(clerk)
    sign_in = SignIn(database, settings)
    app = create_app(
        database, identify=sign_in, identity=told(settings), name="Test", webhook_secret=settings.webhook_secret
    )

    @cache
    def credentials(viewer: UUID) -> dict[str, str]:
        return with_token(clerk.mint_oauth(f"user_{viewer.hex}"))

    yield Api(app, credentials)
    sign_in.close()


def with_token(token: str) -> dict[str, str]:
    """The headers of a request with a token."""
    return {"Authorization": f"Bearer {token}"}
