"""What is read before anyone opens it: the lessons of the course one looks at, and the course behind Continue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api_client.documents import outline
from api_client.errors import ApiError
from api_client.overlay.counts import applying, overlay_catalog
from api_client.rows import continue_course

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from api_client.caller import Caller
    from api_client.documents import Document
    from api_client.feeds import Feeds
    from api_client.models import Outline
    from api_client.reader import Reader
    from api_client.store import Store


class ReadAhead:
    """Reads in the background; what fails is left for the next time."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        caller: Caller,
        feeds: Feeds,
        tasks: asyncio.TaskGroup,
        synchronize: Callable[[], None],
    ) -> None:
        """`synchronize` is called when the cache has more."""
        self._store = store
        self._reader = reader
        self._caller = caller
        self._feeds = feeds
        self._tasks = tasks
        self._synchronize = synchronize
        self._read: dict[str, frozenset[str]] = {}
        """By course: the lessons that could be read when they were read ahead."""

    def follow_up(self, document: Document[Any]) -> None:
        """A document that somebody looks at was confirmed by the server."""
        if document.kind == "outline":
            self._lessons_of(document)
        elif document.kind == "catalog":
            self._continue()

    def _continue(self) -> None:
        with self._store.reading():
            marks = applying(self._store.queue.all())
            rows = overlay_catalog(self._store.cache.catalog.all(), marks, self._store.cache.lessons)
        course = continue_course(rows)
        if course and course.id not in self._read:
            self._tasks.create_task(self._open(outline(course.id)))

    async def _open(self, document: Document[Outline]) -> None:
        if await self._feeds.ask(document) is None:
            self._lessons_of(document)

    def _lessons_of(self, document: Document[Outline]) -> None:
        loaded = self._reader.load(document)
        if loaded is None:
            return
        course_id = str(loaded.value.id)
        lessons = [lesson for section in loaded.value.sections for lesson in section.lessons]
        readable = frozenset(str(lesson.id) for lesson in lessons if not lesson.locked)
        if readable and self._read.get(course_id) != readable:
            self._read[course_id] = readable
            self._tasks.create_task(self._read_lessons(course_id))

    async def _read_lessons(self, course_id: str) -> None:
        try:
            async with self._caller.client() as client:
                await self._reader.read_ahead(course_id, client)
        except ApiError:
            self._read.pop(course_id, None)
        else:
            self._synchronize()
