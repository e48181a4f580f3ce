"""Who one is at the server: asked at the start, after every outage, and whenever somebody may have signed in or out."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from api_client.documents import me
from api_client.errors import ApiError, Unauthenticated
from api_client.role import is_admin

if TYPE_CHECKING:
    from api_client.auth.credentials import Credentials
    from api_client.board import Board
    from api_client.connection import Connection
    from api_client.feeds import Feeds
    from api_client.store import Store

_LOG = logging.getLogger(__name__)
_REST = 60.0
"""Seconds before the refreshing in the background is begun again."""


class Presence:
    """One account, or an anonymous viewer, at one server."""

    def __init__(
        self,
        credentials: Credentials | None,
        store: Store,
        feeds: Feeds,
        connection: Connection,
        board: Board,
        *,
        anonymous: bool,
    ) -> None:
        self._credentials = credentials
        self._store = store
        self._feeds = feeds
        self._connection = connection
        self._board = board
        self._anonymous = anonymous
        self._signed_out = False
        """Another process signed the account out."""

    def begin(self) -> None:
        """The account is used, whether or not it was signed out before."""
        self._clear_sign_out()
        self.show_role()
        if known := self._feeds.read(me()).value:
            self._board.update(viewer=known.name)

    async def keep_connected(self) -> None:
        """Ask who one is; after an outage or a sign-out again and again. For ever."""
        await self._identify()
        while True:
            await self._connection.lost()
            await self._connection.pause()
            if self._connection.is_down:
                await self._identify()

    async def keep_fresh(self) -> None:
        """Have the token refreshed early, for ever. Where that fails, the next call meets the same, and says so."""
        while self._credentials:
            try:
                await self._credentials.keep_fresh()
            except ApiError as error:
                _LOG.info("the session is not refreshed in the background: %s", error.sentence)
            except Exception as error:  # noqa: BLE001  # of a keyring's making: reading goes on without it
                # Its kind alone: nobody knows what the sentence of a stranger's exception holds.
                _LOG.warning("refreshing the session in the background failed: %s", type(error).__name__)
            await asyncio.sleep(_REST)

    def check(self) -> None:
        """Raise SessionEnded if the account was signed out meanwhile."""
        self.file_changed()  # not only when it is looked at: what is undone before that would never be noticed
        with self._store.using():
            self._store.sign_out.check()

    def file_changed(self) -> None:
        """Notice that another process signed the account out, or in again."""
        self.show_role()
        before = self._signed_out
        with self._store.using():
            self._signed_out = self._store.sign_out.noted
        if self._signed_out and not before:
            self._feeds.refresh(me())
            self._feeds.refresh_all()
        elif before and not self._signed_out:
            self._connection.retry_now()

    def show_role(self) -> None:
        """Show whether the viewer is an admin, as the cache has it now."""
        with self._store.using():
            self._board.update(is_admin=is_admin(self._store.cache))

    async def _identify(self) -> None:
        """Ask who one is: the smallest question that shows whether the server is there."""
        if self._signed_out and self._credentials:
            with suppress(ApiError):
                await self._credentials.token()
                self._clear_sign_out()  # somebody signed in again
        error = await self._feeds.ask(me())
        if error is None and (viewer := self._feeds.read(me()).value):
            self._board.update(anonymous=False, viewer=viewer.name)
        elif self._anonymous and isinstance(error, Unauthenticated):
            self._board.update(anonymous=True, viewer="")

    def _clear_sign_out(self) -> None:
        with self._store.using():
            noted = self._store.sign_out.noted
        if noted:
            with self._store.writing():
                self._store.sign_out.clear()
