"""The Library: what the screens and commands talk to. It joins the cache, the queue and the HTTP client.

It runs on an event loop in one thread of its own; everything that decodes, waits or touches the network happens there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from api_client.documents import Document, Snapshot
    from api_client.models import SearchHit
    from api_client.rows import CourseRow, PendingMark
    from api_client.status import SyncStatus
    from api_client.target import Target

T = TypeVar("T")


class Library:
    """Courses, lessons and progress, local first.

    Reads give what the cache has at once and then what the server says; marks are stored durably before they show.
    """

    def __init__(self, target: Target, folder: Path) -> None:
        """`folder` holds the file of cache and queue, one a (server, account); it is made when it lacks."""
        raise NotImplementedError

    # --- before and after

    @property
    def label(self) -> str:
        """What the header calls the server."""
        raise NotImplementedError

    def cached_catalog(self) -> Snapshot[tuple[CourseRow, ...]]:
        """The catalog as cached, with the queue overlaid; no thread, no import: for the first frame."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the thread: connect, send what waits, then keep the cache fresh. Returns at once."""
        raise NotImplementedError

    def close(self) -> None:
        """Stop the thread, after at most a second; what waits stays in the queue."""
        raise NotImplementedError

    # --- reads

    def follow(self, document: Document[T]) -> AsyncIterator[Snapshot[T]]:
        """Snapshots of a document: at once what is cached, then what the server says, then every later change.

        It goes on until its task is cancelled. Equal consecutive snapshots are not repeated.
        """
        raise NotImplementedError

    async def read(self, document: Document[T]) -> Snapshot[T]:
        """The document as cached, overlaid; its value is None if the cache has none."""
        raise NotImplementedError

    async def fetch(self, document: Document[T]) -> Snapshot[T]:
        """One answer: the server's, else the cached one with the error that hindered the server's.

        Raises ApiError where there is neither, and NotFound where the server says that it is gone.
        """
        raise NotImplementedError

    def refresh(self, document: Document[Any] | None = None) -> None:
        """Ask the server again for a document, or for everything that is followed, and send what waits. At once."""
        raise NotImplementedError

    async def search(self, words: str) -> list[SearchHit]:
        """What matches all the words: the server's answer, or, where it cannot be reached, what the cache has."""
        raise NotImplementedError

    # --- writes

    async def mark(self, lesson_ids: Sequence[str], completed: bool) -> None:
        """Complete or un-complete lessons: durable when this returns, sent in the background.

        Un-completing and then completing again before anything else restores the first time (undo loses nothing).
        """
        raise NotImplementedError

    async def queue(self) -> list[PendingMark]:
        """What waits or was refused, oldest first."""
        raise NotImplementedError

    async def dismiss(self, lesson_ids: Sequence[str]) -> None:
        """Drop refused marks that the user has seen."""
        raise NotImplementedError

    async def send(self, timeout: float = 10.0) -> SyncStatus:
        """Send what waits now and wait for the answers, at most `timeout` seconds; the status after it."""
        raise NotImplementedError

    # --- state

    @property
    def status(self) -> SyncStatus:
        """The newest status."""
        raise NotImplementedError

    def listen(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call back on every new status, in the Library's thread; the result ends it."""
        raise NotImplementedError
