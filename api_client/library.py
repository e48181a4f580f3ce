"""The Library: what the screens and commands talk to. It joins the cache, the queue and the HTTP client.

It runs on an event loop in one thread of its own; everything that decodes, waits or touches the network happens there.
"""

from __future__ import annotations

import asyncio
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from api_client.board import Board
from api_client.documents import Snapshot, catalog, lesson
from api_client.drafts import Drafts
from api_client.durable_thread import DurableThread
from api_client.errors import Closed, NotFound, Unauthenticated
from api_client.inbox import Inbox
from api_client.overlay.counts import applying, overlay_catalog
from api_client.role import is_admin
from api_client.status import SyncStatus
from api_client.storage import Storage, file_name
from api_client.store import Store
from api_client.thread import LoopThread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from api_client.documents import Document
    from api_client.engine import Engine
    from api_client.models import Me, SearchHit
    from api_client.resources.admin.admin import Admin
    from api_client.resources.shop import Shop
    from api_client.rows import CourseRow, PendingMark
    from api_client.target import Target

T = TypeVar("T")
R = TypeVar("R")


class Library:
    """Courses, lessons and progress, local first.

    Reads give what the cache has at once and then what the server says; marks are stored durably before they show.
    """

    def __init__(self, target: Target, folder: Path) -> None:
        """`folder` holds the file of cache and queue, one a (server, account); it is made when it lacks."""
        self._target = target
        self._storage = Storage(folder / file_name(target))
        self._board = Board(SyncStatus(anonymous=target.account == "anonymous"))
        self._thread = LoopThread("syllabus-library", self._main)
        self._durable = DurableThread(self._storage)
        self._engine: Engine | None = None
        self.drafts = Drafts(self._durable, lambda: self._in_thread(lambda engine: engine.count_drafts()))
        """Moves that admins staged and did not save."""

    # --- before and after

    @property
    def label(self) -> str:
        """What the header calls the server."""
        return self._target.label

    def cached_catalog(self) -> Snapshot[tuple[CourseRow, ...]]:
        """The catalog as cached, with the queue overlaid; no thread, no import: for the first frame."""
        with closing(Store(self._storage)) as store, store.reading():
            cache, marks = store.cache, store.queue.all()
            if not self._thread.started:
                self._board.count(marks)
                self._board.update(is_admin=is_admin(cache), drafts=store.drafts.count())
            entry = cache.entry(catalog().path)
            if entry is None:
                return Snapshot(None)
            rows = overlay_catalog(cache.catalog.all(), applying(marks), cache.lessons)
            return Snapshot(rows, entry.fetched_at, marks={mark.lesson_id: mark for mark in marks})

    def start(self) -> None:
        """Start the thread: connect, send what waits, then keep the cache fresh. Returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Stop the thread, after at most a second; what waits stays in the queue."""
        self._thread.stop(timeout=1.0)
        self._durable.close()

    async def forget(self, *, keep_marks: bool) -> tuple[str, ...]:
        """Close, started or not, and wipe what is cached for the account, for it was signed out.

        Queue and drafts go too unless the marks are kept: those are sent when the account is signed in again, and the
        drafts are there then. Another process that has the account open finds itself signed out. The result names what
        could not be wiped, as sentences. Raises StorageFailed.
        """
        from api_client.wipe import wipe

        await asyncio.to_thread(self.close)
        return await asyncio.to_thread(wipe, self._storage, keep_marks=keep_marks)

    # --- reads

    async def follow(self, document: Document[T]) -> AsyncIterator[Snapshot[T]]:
        """Snapshots of a document: at once what is cached, then what the server says, then every later change.

        It goes on until its task is cancelled. Equal consecutive snapshots are not repeated.
        """
        if self._thread.stopping:
            return
        inbox: Inbox[Snapshot[T]] = Inbox()
        self._thread.call(self._join, document, inbox)
        try:
            while (snapshot := await inbox.get()) is not None:
                yield snapshot
        finally:
            self._in_thread(lambda engine: engine.feeds.leave(document, inbox))

    async def read(self, document: Document[T]) -> Snapshot[T]:
        """The document as cached, overlaid; its value is None if the cache has none."""
        return await self._thread.run(self._ask(lambda engine: engine.read(document)))

    async def fetch(self, document: Document[T]) -> Snapshot[T]:
        """One answer: the server's, else the cached one with the error that hindered the server's.

        Raises ApiError where there is neither, and NotFound where the server says that it is gone.
        """
        return await self._thread.run(self._ask(lambda engine: engine.fetch(document)))

    def refresh(self, document: Document[Any] | None = None) -> None:
        """Ask the server again for a document, or for everything that is followed, and send what waits. At once."""
        self._in_thread(lambda engine: engine.refresh(document))

    async def whoami(self) -> Snapshot[Me]:
        """Who one is, as the server says, with the e-mail address, which is kept nowhere; else as cached, without it.

        Raises ApiError where there is neither.
        """
        return await self._thread.run(self._ask(lambda engine: engine.whoami()))

    async def search(self, words: str) -> list[SearchHit]:
        """What matches all the words: the server's answer, or, where it cannot be reached, what the cache has."""
        return await self._thread.run(self._ask(lambda engine: engine.search(words)))

    # --- writes

    async def mark(self, lesson_ids: Sequence[str], completed: bool) -> None:
        """Complete or un-complete lessons: durable when this returns, sent in the background.

        Un-completing and then completing again before anything else restores the first time (undo loses nothing).
        """
        if self.status.anonymous:
            raise Unauthenticated("Sign in to mark lessons complete.", code="unauthenticated")
        unknown = await self._durable.run(lambda store: store.queue.mark(lesson_ids, completed, datetime.now(UTC)))
        if unknown:
            for lesson_id in unknown:
                await self.fetch(lesson(lesson_id))
            unknown = await self._durable.run(lambda store: store.queue.mark(lesson_ids, completed, datetime.now(UTC)))
        if unknown:
            raise NotFound("The server does not have this lesson, or does not show it to you.", code="not_found")
        self._in_thread(lambda engine: engine.synchronize())

    async def queue(self) -> list[PendingMark]:
        """What waits or was refused, oldest first."""
        return list(await self._durable.run(lambda store: store.queue.all()))

    async def dismiss(self, lesson_ids: Sequence[str]) -> None:
        """Drop refused marks that the user has seen."""
        await self._durable.run(lambda store: store.queue.dismiss(lesson_ids))
        self._in_thread(lambda engine: engine.synchronize())

    async def send(self, timeout: float = 10.0) -> SyncStatus:  # noqa: ASYNC109 - it never raises
        """Send what waits now and wait for the answers, at most `timeout` seconds; the status after it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._thread.run(self._ask(lambda engine: engine.send()))
        return await self._thread.run(self._ask(lambda engine: engine.status()))

    async def shop(self, call: Callable[[Shop], Awaitable[R]]) -> R:
        """The result of `call(shop)`, made in the Library's thread; it needs the server. Raises ApiError.

        Nothing that is bought waits in the queue: whoever pays sees the price first. What is followed is not asked for
        again by itself; `refresh` does it, once access is there.
        """
        return await self._thread.run(self._ask(lambda engine: engine.shop(call)))

    async def administer(self, call: Callable[[Admin], Awaitable[R]]) -> R:
        """The result of `call(admin)`, made in the Library's thread; it needs the server, and an admin.

        If the call wrote anything, what is followed is asked for again. Raises ApiError.
        """
        return await self._thread.run(self._ask(lambda engine: engine.administration.run(call)))

    # --- state

    @property
    def status(self) -> SyncStatus:
        """The newest status."""
        return self._board.status

    def listen(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call back on every new status, in the Library's thread; the result ends it."""
        return self._board.listen(callback)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user has to be told of the file, as sentences: that an unreadable one was set aside, and where."""
        return self._storage.notices

    # --- the Library's thread ---------------------------------------------------------------------------------

    async def _main(self) -> None:
        # Not at the top of the file: the first frame does not wait for pydantic, httpx and the models.
        from api_client.engine import Engine

        self._engine = Engine(self._target, self._storage, self._board)
        await self._engine.run()

    def _join(self, document: Document[T], inbox: Inbox[Snapshot[T]]) -> None:
        if engine := self._running():
            engine.feeds.join(document, inbox)
        else:
            closed = Closed("The Library is not running.")
            closed.__cause__ = self._thread.failure
            inbox.close(closed)

    async def _ask(self, call: Callable[[Engine], Awaitable[R]]) -> R:
        if engine := self._running():
            return await call(engine)
        raise Closed("The Library is not running.")

    def _in_thread(self, call: Callable[[Engine], None]) -> None:
        """Call the engine some time soon, once it is started; after its end there is none to call."""
        self._thread.call(lambda: call(engine) if (engine := self._running()) else None)

    def _running(self) -> Engine | None:
        return None if self._engine is None or self._engine.ended else self._engine
