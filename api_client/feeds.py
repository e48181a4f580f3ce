"""What is followed: each document is read and asked for once, however many follow it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from api_client.documents import Document, Snapshot
from api_client.errors import ApiError
from api_client.overlay.counts import applying
from api_client.overlay.documents import overlay_model

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from api_client.inbox import Inbox
    from api_client.queue import QueuedMark
    from api_client.reader import Loaded, Reader
    from api_client.store import Store

T = TypeVar("T")


class Feed(Generic[T]):
    """One document with those who follow it."""

    def __init__(self, document: Document[T]) -> None:
        self.document = document
        self.loaded: Loaded[T] | None = None
        self.snapshot: Snapshot[T] = Snapshot(None)
        self.inboxes: set[Inbox[Snapshot[T]]] = set()

    def publish(self, **flags: Any) -> None:  # noqa: ANN401 - fields of Snapshot
        """Deliver the snapshot, with these fields changed."""
        self.snapshot = replace(self.snapshot, **flags)
        for inbox in self.inboxes:
            inbox.put(self.snapshot)


class Feeds:
    """All that is followed, in the Library's thread."""

    def __init__(
        self,
        reader: Reader,
        store: Store,
        tasks: asyncio.TaskGroup,
        ask: Callable[[Document[Any]], Awaitable[None]],
        synchronize: Callable[[], None],
    ) -> None:
        """`ask` asks the server for a document into the cache and raises ApiError; `synchronize` calls `show`."""
        self._reader = reader
        self._store = store
        self._tasks = tasks
        self._ask = ask
        self._synchronize = synchronize
        self._feeds: dict[str, Feed[Any]] = {}
        self._asking: dict[str, asyncio.Task[ApiError | None]] = {}
        self._marks: dict[str, QueuedMark] = {}

    def join(self, document: Document[T], inbox: Inbox[Snapshot[T]]) -> None:
        """Deliver the document's snapshots from now on; the first to follow it has the server asked."""
        feed = self._feeds.get(document.path)
        if feed is None:
            feed = self._feeds[document.path] = Feed(document)
            self._load(feed)
            self._reader.touch(document)
            self.refresh(document)
            feed.snapshot = replace(feed.snapshot, loading=True)
        feed.inboxes.add(inbox)
        inbox.put(feed.snapshot)

    def leave(self, document: Document[T], inbox: Inbox[Snapshot[T]]) -> None:
        """Deliver no more."""
        feed = self._feeds.get(document.path)
        if feed is not None:
            feed.inboxes.discard(inbox)
            if not feed.inboxes:
                del self._feeds[document.path]

    def follows(self, document: Document[Any]) -> bool:
        """Whether anybody follows the document."""
        return document.path in self._feeds

    def read(self, document: Document[T]) -> Snapshot[T]:
        """The document as cached, overlaid."""
        feed = self._feeds.get(document.path)
        if feed is None:
            feed = Feed(document)
            self._load(feed)
        return feed.snapshot

    async def ask(self, document: Document[Any]) -> ApiError | None:
        """Have the server asked, together with whoever waits for the same; what hindered it."""
        return await asyncio.shield(self.refresh(document))

    def refresh(self, document: Document[Any]) -> asyncio.Task[ApiError | None]:
        """Begin to ask the server, unless it is being asked."""
        task = self._asking.get(document.path)
        if task is None:
            task = self._asking[document.path] = self._tasks.create_task(self._revalidate(document))
            if feed := self._feeds.get(document.path):
                feed.publish(loading=True)
        return task

    def refresh_all(self) -> None:
        """Ask the server for everything that is followed."""
        for feed in list(self._feeds.values()):
            self.refresh(feed.document)

    def refresh_failed(self) -> None:
        """Ask the server for what is followed and could not be asked for."""
        for feed in list(self._feeds.values()):
            if feed.snapshot.error:
                self.refresh(feed.document)

    def refresh_patched(self) -> None:
        """Ask the server for what is followed and was changed here to what the server probably says now."""
        for feed in list(self._feeds.values()):
            if self._store.cache.is_patched(feed.document.path):
                self.refresh(feed.document)

    def show(self, marks: Mapping[str, QueuedMark]) -> None:
        """Deliver what is in the file now, with these marks on it."""
        self._marks = dict(marks)
        for feed in self._feeds.values():
            self._load(feed)
            feed.publish()

    def close(self, error: BaseException | None) -> None:
        """End it for all who follow."""
        for feed in self._feeds.values():
            for inbox in feed.inboxes:
                inbox.close(error)

    async def _revalidate(self, document: Document[Any]) -> ApiError | None:
        error: ApiError | None = None
        try:
            await self._ask(document)
        except ApiError as raised:
            error = raised
        finally:
            del self._asking[document.path]
        if feed := self._feeds.get(document.path):
            feed.snapshot = replace(feed.snapshot, error=error, loading=False)
        self._synchronize()  # with it, other documents may have changed or gone
        return error

    def _load(self, feed: Feed[Any]) -> None:
        feed.loaded = loaded = self._reader.reload(feed.document, feed.loaded)
        if loaded is None:
            feed.snapshot = replace(feed.snapshot, value=None, fetched_at=None, marks={})
            return
        marks = _concerning(feed.document, loaded.value, self._marks)
        value = overlay_model(
            feed.document, loaded.value, applying(marks.values()), self._store.cache.lessons, datetime.now(UTC)
        )
        feed.snapshot = replace(feed.snapshot, value=value, fetched_at=loaded.fetched_at, marks=marks)


def _concerning(document: Document[Any], value: Any, marks: dict[str, QueuedMark]) -> dict[str, QueuedMark]:  # noqa: ANN401
    """The marks that a document shows; others must not wake its followers."""
    match document.kind:
        case "outline":
            return {key: mark for key, mark in marks.items() if mark.course_id == str(value.id)}
        case "lesson":
            return {key: mark for key, mark in marks.items() if key == str(value.id)}
        case "catalog" | "progress":
            return marks
        case _:
            return {}
