"""A session as the Library sees it: what is kept on this computer, and what the issuer gives for it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import SecretStr

from api_client.errors import ApiError, SessionEnded
from api_client.target import Target

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from api_client.library import Library
    from tests.api_client.world import World

ENDED = SessionEnded("Your session has ended.")


@dataclass
class Keychain:
    """The session of the world's user; several Libraries may share it, as processes share a keyring."""

    world: World
    kept: str | ApiError = "first"
    """The token, or why there is none."""
    renewed: str | ApiError | None = None
    """What renewing gives."""
    background: BaseException | None = None
    """What refreshing in the background raises."""
    rejected: list[str] = field(default_factory=list[str])
    """The tokens that were to be renewed."""
    asked: int = 0
    """How often the token was asked for."""

    def target(self) -> Target:
        account = str(self.world.user)
        return Target("http://syllabus.embedded", "learn.example.com", account, self.world.app, lambda: Holder(self))

    @asynccontextmanager
    async def library(self) -> AsyncGenerator[Library]:
        async with self.world.library(self.target()) as library:
            yield library


class Holder:
    """Credentials over the keychain."""

    def __init__(self, keychain: Keychain) -> None:
        self._keychain = keychain

    async def token(self) -> SecretStr:
        self._keychain.asked += 1
        return _secret(self._keychain.kept)

    async def renew(self, rejected: SecretStr) -> SecretStr | None:
        self._keychain.rejected.append(rejected.get_secret_value())
        if self._keychain.renewed is None:
            return None
        token = _secret(self._keychain.renewed)
        self._keychain.kept = token.get_secret_value()
        return token

    async def keep_fresh(self) -> None:
        if self._keychain.background:
            raise self._keychain.background
        await asyncio.Event().wait()


def _secret(kept: str | ApiError) -> SecretStr:
    if isinstance(kept, ApiError):
        raise kept
    return SecretStr(kept)
