"""Everything of the Library that runs in its thread."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from api_client.cache import Cache
from api_client.client import Client
from api_client.connection import Connection
from api_client.documents import me, outline
from api_client.errors import ApiError, ServerFailed, Unauthenticated
from api_client.feeds import Feeds
from api_client.finding import find_cached
from api_client.overlay.counts import applying, overlay_catalog
from api_client.queue import Queue
from api_client.reader import Reader
from api_client.retry import Retry
from api_client.rows import continue_course
from api_client.sender import Sender
from api_client.storage import storage_errors
from api_client.transactions import reading
from api_client.transport import Transport

if TYPE_CHECKING:
    from api_client.board import Board
    from api_client.documents import Document, Snapshot
    from api_client.models import CompletionItem, CompletionResult, Outline, SearchHit
    from api_client.status import SyncStatus
    from api_client.storage import Storage
    from api_client.target import Target

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_POLL = 1.0
"""Seconds between looks at whether another process changed the file."""
_PATIENT = Retry(attempts=2)
_IMPATIENT = Retry(attempts=1)
"""While there is no connection: each call is itself one of the repeated attempts."""


class Engine:
    """The cache, the queue, the client and the tasks that join them. Made in the Library's thread."""

    def __init__(self, target: Target, storage: Storage, board: Board) -> None:
        self._target = target
        self._path = storage.path
        self._board = board
        self._sqlite = storage.connect()
        self._cache = Cache(self._sqlite)
        self._queue = Queue(self._sqlite)
        self._reader = Reader(self._sqlite, self._path, self._cache, self._queue)
        self._tasks = asyncio.TaskGroup()
        self.feeds = Feeds(self._reader, self._cache, self._tasks, self._ask, self.synchronize)
        self.connection = Connection(board, self._recovered)
        self.sender = Sender(self._sqlite, self._path, self._queue, self._cache, self._send, self._settled)
        self._connecting = asyncio.Lock()
        self._transport: Transport | None = None
        self._epoch = self._queue.epoch()
        self._read_ahead: dict[str, frozenset[str]] = {}
        """What could be read of a course when its lessons were read ahead."""

    async def run(self) -> None:
        """Keep connected, send and watch, until cancelled."""
        error: BaseException | None = None
        try:
            async with self._tasks:
                self.synchronize()
                self._tasks.create_task(self._keep_connected())
                self._tasks.create_task(self.sender.run())
                self._tasks.create_task(self._watch_file())
        except asyncio.CancelledError:
            raise
        except BaseException as raised:
            error = raised
            raise
        finally:
            self.feeds.close(error)
            if self._transport:
                await self._transport.close()
            self._sqlite.close()

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

    async def search(self, words: str) -> list[SearchHit]:
        """The server's answer, else what the cache has."""
        try:
            client = await self._client()
            with self.connection.watched():
                return await client.search.find(words)
        except ApiError as error:
            if not self.connection.is_down:
                raise
            _LOG.debug("searching the cache: %s", error.sentence)
            with storage_errors(self._path):
                return find_cached(self._cache, words)

    async def send(self) -> None:
        """Send until nothing waits; what stops it is on the board."""
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
        else:
            self.feeds.refresh(document)
        self.sender.wake()

    def synchronize(self) -> None:
        """Show what the file has now: somebody marked, or an answer came, here or in another process."""
        with storage_errors(self._path), reading(self._sqlite):
            marks = self._queue.all()
            self.feeds.show({mark.lesson_id: mark for mark in marks})
        self._board.count(marks)
        if self._board.status.waiting and not self.connection.is_down:
            self.sender.wake()

    # --- tasks ------------------------------------------------------------------------------------------------

    async def _keep_connected(self) -> None:
        if known := self.feeds.read(me()).value:
            self._board.update(viewer=known.name)
        await self._identify()
        while True:
            await self.connection.lost()
            await self.connection.pause()
            if self.connection.is_down:
                await self._identify()

    async def _identify(self) -> None:
        """Ask who one is: the smallest question that shows whether the server is there."""
        error = await self.feeds.ask(me())
        if isinstance(error, Unauthenticated):
            self._board.update(anonymous=True, viewer="")
        elif error is None and (viewer := self.feeds.read(me()).value):
            self._board.update(anonymous=False, viewer=viewer.name)

    async def _watch_file(self) -> None:
        """Notice what other processes change."""
        seen = -1
        while True:
            with storage_errors(self._path):
                (version,) = self._sqlite.execute("PRAGMA data_version").fetchone()
            if version != seen:
                seen = version
                self._file_changed()
            await asyncio.sleep(_POLL)

    def _file_changed(self) -> None:
        self.synchronize()
        with storage_errors(self._path):
            epoch = self._queue.epoch()
        if epoch != self._epoch and not epoch % 2:  # another process had marks answered
            self._epoch = epoch
            self.feeds.refresh_patched()

    # --- calls of the server ----------------------------------------------------------------------------------

    async def _client(self) -> Client:
        """The client; made by the first call, which is when the embedded backend is imported and opened."""
        async with self._connecting:
            if self._transport is None:
                await asyncio.sleep(0)  # what is cached goes out before the imports begin
                with self.connection.watched():
                    self._transport = self._connect()
            self._transport.retry = _IMPATIENT if self.connection.is_down else _PATIENT
            return Client(self._transport)

    def _connect(self) -> Transport:
        try:
            return Transport(self._target)
        except ApiError:
            raise
        except Exception as error:
            # Whatever hinders the embedded backend (its database, its disk) concerns it alone: what is cached
            # can still be read, and another attempt may succeed.
            _LOG.exception("the embedded backend did not start")
            raise ServerFailed(f"The backend in this process did not start: {error}", code="not_started") from error

    async def _ask(self, document: Document[Any]) -> None:
        client = await self._client()
        with self.connection.watched():
            await self._reader.ask(document, client)
        if not self.feeds.follows(document):
            return
        if document.kind == "outline":
            self._plan_reading_ahead(document)
        elif document.kind == "catalog":
            self._continue()

    async def _send(self, items: list[CompletionItem]) -> list[CompletionResult]:
        client = await self._client()
        with self.connection.watched():
            return await client.completions.send(items)

    def _settled(self) -> None:
        self.synchronize()
        with storage_errors(self._path):
            self._epoch = self._queue.epoch()
        if not self._board.status.waiting:
            self.feeds.refresh_patched()

    def _recovered(self) -> None:
        self.feeds.refresh_all()
        self.sender.wake()

    # --- reading ahead ----------------------------------------------------------------------------------------

    def _continue(self) -> None:
        """Have the course behind Continue ready."""
        with storage_errors(self._path):
            rows = overlay_catalog(self._cache.catalog.all(), applying(self._queue.all()), self._cache.lessons)
        course = continue_course(rows)
        if course and course.id not in self._read_ahead:
            self._tasks.create_task(self._open(outline(course.id)))

    async def _open(self, document: Document[Outline]) -> None:
        if await self.feeds.ask(document) is None:
            self._plan_reading_ahead(document)

    def _plan_reading_ahead(self, document: Document[Outline]) -> None:
        loaded = self._reader.load(document)
        if loaded is None:
            return
        course_id = str(loaded.value.id)
        lessons = [lesson for section in loaded.value.sections for lesson in section.lessons]
        readable = frozenset(str(lesson.id) for lesson in lessons if not lesson.locked)
        if readable and self._read_ahead.get(course_id) != readable:
            self._read_ahead[course_id] = readable
            self._tasks.create_task(self._read_lessons(course_id))

    async def _read_lessons(self, course_id: str) -> None:
        try:
            client = await self._client()
            with self.connection.watched():
                await self._reader.read_ahead(course_id, client)
        except ApiError:
            self._read_ahead.pop(course_id, None)  # the next time the outline comes
        else:
            self.synchronize()
