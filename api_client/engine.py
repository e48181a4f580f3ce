"""Everything of the Library that runs in its thread."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from api_client.administration import Administration
from api_client.ahead import ReadAhead
from api_client.caller import Caller
from api_client.connection import Connection
from api_client.documents import Snapshot, is_admins, is_public, me
from api_client.errors import ApiError, Forbidden, ServerFailed
from api_client.feeds import Feeds
from api_client.finding import find_cached
from api_client.presence import Presence
from api_client.reader import Reader
from api_client.sender import Sender
from api_client.store import Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from api_client.board import Board
    from api_client.documents import Document
    from api_client.models import CompletionItem, CompletionResult, Me, SearchHit
    from api_client.resources.shop import Shop
    from api_client.status import SyncStatus
    from api_client.storage import Storage
    from api_client.target import Target

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_GAP = timedelta(seconds=2)
"""How long an outage lasts at least if much can have changed meanwhile."""
_POLL = 1.0
"""Seconds between looks at whether another process changed the file."""


class Engine:
    """Joins the cache, the queue and the client. Made in the Library's thread."""

    def __init__(self, target: Target, storage: Storage, board: Board) -> None:
        self.ended = False
        """Nothing can be asked of it any more."""
        self._board = board
        self._store = Store(storage)
        self._tasks = asyncio.TaskGroup()
        anonymous = target.account == "anonymous"
        credentials = target.credentials() if target.credentials else None
        self.connection = Connection(board, anonymous=anonymous, on_recovery=self._recovered)
        self._caller = Caller(target, credentials, self.connection, self._check_in_use)
        self._reader = Reader(self._store)
        self.feeds = Feeds(self._reader, self._store, self._tasks, self._ask, self.synchronize)
        self._presence = Presence(credentials, self._store, self.feeds, self.connection, board, anonymous=anonymous)
        self.sender = Sender(storage.path, self._store, self._send, self._settled)
        self._ahead = ReadAhead(self._store, self._reader, self._caller, self.feeds, self._tasks, self.synchronize)
        self.administration = Administration(self._caller, self._changed, self._ask_role)
        self._epoch = self._store.queue.epoch()

    async def run(self) -> None:
        """Keep connected, send and watch, until cancelled."""
        error: BaseException | None = None
        try:
            async with self._tasks:
                self._presence.begin()
                self.synchronize()
                self._tasks.create_task(self._presence.keep_connected())
                self._tasks.create_task(self.sender.run())
                self._tasks.create_task(self._watch_file())
                self._tasks.create_task(self._presence.keep_fresh())
                try:
                    await asyncio.Event().wait()
                finally:
                    # At once: what is asked while the tasks end would find a group that takes no more of them.
                    self.ended = True
        except asyncio.CancelledError:
            raise
        except BaseException as raised:
            error = raised
            raise
        finally:
            self.ended = True
            self.feeds.close(error)
            await self._caller.close()
            self._store.close()

    # --- what the Library asks for ----------------------------------------------------------------------------

    async def read(self, document: Document[T]) -> Snapshot[T]:
        """The document as cached."""
        return self.feeds.read(document)

    async def fetch(self, document: Document[T]) -> Snapshot[T]:
        """The server's answer, else the cached one with its error; raises it where there is neither."""
        error = await self.feeds.ask(document)
        snapshot = self.feeds.read(document)
        if snapshot.value is None:
            raise error or ServerFailed("The server's answer could not be kept.", code="not_kept")
        return replace(snapshot, error=error)

    async def whoami(self) -> Snapshot[Me]:
        """The server's answer, with the e-mail address, which is not cached; else the cached one with its error."""
        try:
            async with self._caller.client() as client:
                answer = await client.read(me())
        except ApiError as error:
            snapshot = self.feeds.read(me())
            if snapshot.value is None:
                raise
            return replace(snapshot, error=error)
        return Snapshot(answer.value, datetime.now(UTC))

    async def search(self, words: str) -> list[SearchHit]:
        """The server's answer, else what the cache has."""
        try:
            async with self._caller.client() as client:
                return await client.search.find(words)
        except ApiError as error:
            if not self.connection.is_down:
                raise
            _LOG.debug("searching the cache: %s", error.sentence)
            with self._store.using():
                return find_cached(self._store.cache, words)

    async def shop(self, call: Callable[[Shop], Awaitable[T]]) -> T:
        """The result of the call."""
        async with self._caller.client() as client:
            return await call(client.shop)

    async def send(self) -> None:
        """Send what waits now; what stops it is on the board."""
        with suppress(ApiError):
            await self.sender.flush()

    async def status(self) -> SyncStatus:
        """The status, with the queue as it is now."""
        self.synchronize()
        return self._board.status

    def refresh(self, document: Document[Any] | None) -> None:
        """Ask again at once, and send."""
        self.connection.retry_now()
        if document is None:
            self.feeds.refresh_all()
            if not self._board.status.anonymous:
                self._ask_role()
        else:
            self.feeds.refresh(document)
        self.sender.wake()

    def synchronize(self) -> None:
        """Show what the file has now: somebody marked, or an answer came, here or in another process."""
        with self._store.reading():
            marks, drafts = self._store.queue.all(), self._store.drafts.count()
            self.feeds.show({mark.lesson_id: mark for mark in marks})
        self._board.count(marks)
        self._board.update(drafts=drafts)
        if self._board.status.waiting and not self.connection.is_down:
            self.sender.wake()

    def count_drafts(self) -> None:
        """Show how many courses have moves that are not saved."""
        with self._store.using():
            self._board.update(drafts=self._store.drafts.count())

    # --- tasks ------------------------------------------------------------------------------------------------

    async def _watch_file(self) -> None:
        """Notice what other processes change."""
        seen = -1
        while True:
            if (version := self._store.version()) != seen:
                seen = version
                self._file_changed()
            await asyncio.sleep(_POLL)

    def _file_changed(self) -> None:
        self.synchronize()
        self._presence.file_changed()
        with self._store.using():
            epoch = self._store.queue.epoch()
        if epoch != self._epoch and not epoch % 2:  # another process had marks answered
            self._epoch = epoch
            self.feeds.refresh_patched()

    # --- calls of the server ----------------------------------------------------------------------------------

    def _check_in_use(self) -> None:
        self._presence.check()

    async def _ask(self, document: Document[Any]) -> None:
        try:
            async with self._caller.client(public=is_public(document)) as client:
                await self._reader.ask(document, client)
        except Forbidden:
            if is_admins(document):  # one is no admin any more
                self._ask_role()
            raise
        if document.kind == "me":
            self._presence.show_role()
        if self.feeds.follows(document):
            self._ahead.follow_up(document)

    async def _send(self, items: list[CompletionItem]) -> list[CompletionResult]:
        async with self._caller.client() as client:
            return await client.completions.send(items)

    def _settled(self) -> None:
        self.synchronize()
        with self._store.using():
            self._epoch = self._store.queue.epoch()
        if not self._board.status.waiting:
            self.feeds.refresh_patched()

    def _changed(self) -> None:
        if not self.ended:  # an admin's call is cancelled after the tasks
            self._reader.changed()
            self.feeds.refresh_all()

    def _ask_role(self) -> None:
        if not self.ended:
            self.feeds.refresh(me())

    def _recovered(self, since: datetime) -> None:
        # Not always everything: where one document always fails, each success of another would be a recovery, and
        # all would be asked for again and again without a pause.
        if datetime.now(UTC) - since > _GAP:
            self.feeds.refresh_all()
        else:
            self.feeds.refresh_failed()
        self.sender.wake()
