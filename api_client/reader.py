"""Documents: read from the cache, and asked of the server into it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from api_client.cache import NewEntry
from api_client.catalog_rows import CatalogPage
from api_client.client import decode, document_adapter
from api_client.documents import Document, lesson
from api_client.errors import Forbidden, NotFound, ServerFailed
from api_client.lesson_index import KnownLesson
from api_client.resources.courses import lessons_path, next_page
from api_client.rows import course_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from api_client.client import Client
    from api_client.models import Lesson, Outline
    from api_client.store import Store

T = TypeVar("T")

_ATTEMPTS = 3
_LOOKS = 100
_LOOK_EVERY = 0.05
"""Seconds between looks at whether marks are still on their way."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A document of the cache, decoded."""

    value: T
    fetched_at: datetime
    revision: int


class Reader:
    """Reads through the cache."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load(self, document: Document[T]) -> Loaded[T] | None:
        """The document as cached. Raises StorageFailed."""
        with self._store.using():
            entry = self._store.cache.entry(document.path)
            if entry is None:
                return None
            if document.kind == "catalog":
                return Loaded(cast("T", self._store.cache.catalog.all()), entry.fetched_at, entry.revision)
        try:
            value = decode(document_adapter(document), entry.body)
        except ServerFailed:  # cached by a Syllabus with another idea of it
            return None
        return Loaded(value, entry.fetched_at, entry.revision)

    def reload(self, document: Document[T], loaded: Loaded[T] | None) -> Loaded[T] | None:
        """The document as cached, decoded only if it says something else than what was loaded."""
        with self._store.using():
            stamp = self._store.cache.stamp(document.path)
        if loaded and stamp and stamp[0] == loaded.revision:
            return loaded if stamp[1] == loaded.fetched_at else replace(loaded, fetched_at=stamp[1])
        return self.load(document) if stamp else None

    def touch(self, document: Document[Any]) -> None:
        """Note that the document is in use."""
        with self._store.using():
            self._store.cache.touch(document.path)

    async def ask(self, document: Document[Any], client: Client) -> None:
        """Ask the server for the document and cache what it says. Raises ApiError.

        An answer that crossed a batch of marks on its way may or may not contain them and is asked for again.
        """
        try:
            for attempt in range(1, _ATTEMPTS + 1):
                counts = document.kind not in ("me", "server") and attempt < _ATTEMPTS
                epoch = await self._epoch() if counts else None
                asked = self._ask_catalog if document.kind == "catalog" else self._ask_one
                if await asked(document, client, epoch):
                    return
        except (NotFound, Forbidden):
            self._forget(document)
            raise

    async def read_ahead(self, course_id: str, client: Client) -> None:
        """Cache all the lessons of a course. Raises ApiError."""
        for attempt in range(1, _ATTEMPTS + 1):
            epoch = await self._epoch() if attempt < _ATTEMPTS else None
            lessons, etag = await self._lessons(course_id, client)
            with self._store.writing():
                if not self._crossed(epoch):
                    entries = [_lesson_entry(each, None, each.model_dump_json(by_alias=True)) for each in lessons]
                    if etag:
                        entries.append(
                            NewEntry(lessons_path(course_id), "lessons", course_id, course_id, False, etag, "")
                        )
                    self._store.cache.put(entries)
                    return

    async def _lessons(self, course_id: str, client: Client) -> tuple[list[Lesson], str | None]:
        """The lessons of a course, or none if they are cached as they are, with the ETag of all of them."""
        first = path = lessons_path(course_id)
        note = self._store.cache.entry(first)
        answer = await client.courses.lessons(first, note.etag if note else None)
        lessons: list[Lesson] = []
        while answer.value is not None:
            lessons.extend(answer.value.items)
            following = next_page(path, answer.value)
            if following is None:
                break
            path = following
            answer = await client.courses.lessons(path)
        # The ETag of one page says nothing of the others: a longer course is read anew each time.
        return lessons, answer.etag if path == first else None

    async def _epoch(self) -> int:
        """The queue's epoch, once no marks are on their way; a process that died sending does not hold us up long."""
        looks = 0
        while True:
            with self._store.using():
                epoch = self._store.queue.epoch()
            looks += 1
            if not epoch % 2 or looks > _LOOKS:
                return epoch
            await asyncio.sleep(_LOOK_EVERY)

    def _crossed(self, epoch: int | None) -> bool:
        """Whether marks were on their way to the server since the epoch; None: it does not matter any more."""
        return epoch is not None and epoch != self._store.queue.epoch()

    async def _ask_one(self, document: Document[Any], client: Client, epoch: int | None) -> bool:
        known = self._store.cache.entry(document.path)
        # What cannot be decoded any more is of no use, even if the server still says the same.
        etag = known.etag if known and self.load(document) else None
        answer = await client.read(document, etag)
        with self._store.writing():
            if self._crossed(epoch):
                return False
            if answer.value is None:
                self._store.cache.confirm(document.path, etag)
            elif document.kind == "outline":
                self._store_outline(document.path, answer.value, answer.etag, answer.text)
            elif document.kind == "lesson":
                self._store_lesson(document.path, answer.value, answer.etag, answer.text)
            else:
                self._store.cache.put(
                    [NewEntry(document.path, document.kind, "", None, False, answer.etag, answer.text)]
                )
        return True

    def _store_outline(self, path: str, outline: Outline, etag: str | None, text: str) -> None:
        course_id = str(outline.id)
        lessons = list(_known_lessons(outline))
        self._store.cache.forget_lessons(course_id, except_unlocked=[each.id for each in lessons if not each.locked])
        self._store.cache.lessons.put_course(course_id, lessons)
        for each in lessons:
            self._store.queue.confirm(each.id, each.completed_at)
        self._store.cache.put([NewEntry(path, "outline", course_id, course_id, locked=False, etag=etag, body=text)])

    def _store_lesson(self, path: str, value: Lesson, etag: str | None, text: str) -> None:
        self._store.cache.lessons.put([_known_lesson(value)])
        self._store.queue.confirm(str(value.id), value.completed_at)
        self._store.cache.put([replace(_lesson_entry(value, etag, text), path=path)])

    async def _ask_catalog(self, document: Document[Any], client: Client, epoch: int | None) -> bool:
        known = {page.path: page for page in self._store.cache.catalog.pages(document.path)}
        pages: list[CatalogPage] = []
        unchanged: set[str] = set()
        path: str | None = document.path
        while path:
            if any(page.path == path for page in pages):
                raise ServerFailed("The server's list of courses has no end.", code="malformed")
            before = known.get(path)
            answer = await client.courses.page(path, before.etag if before else None)
            if answer.value is not None:
                courses = tuple(course_row(course) for course in answer.value.items)
                page = CatalogPage(path, answer.etag, next_page(path, answer.value), courses)
            elif before is not None:
                page = before
                unchanged.add(path)
            else:
                raise ServerFailed("The server says that nothing changed, unasked.", code="malformed")
            pages.append(page)
            path = page.next
        return self._store_catalog(document, pages, unchanged, epoch)

    def _store_catalog(
        self, document: Document[Any], pages: list[CatalogPage], unchanged: set[str], epoch: int | None
    ) -> bool:
        with self._store.writing():
            if self._crossed(epoch):
                return False
            if len(unchanged) == len(pages):
                self._store.cache.confirm(document.path, None)
            else:
                self._store.cache.replace_catalog(
                    [
                        replace(page, courses=self._store.cache.catalog.of_page(page.path))
                        if page.path in unchanged
                        else page
                        for page in pages
                    ]
                )
                self._store.cache.put([NewEntry(document.path, "catalog", "", None, False, None, "")])
        return True

    def _forget(self, document: Document[Any]) -> None:
        with self._store.writing():
            own_id = self._store.cache.own_id(document.path)
            if document.kind == "outline" and own_id:
                self._store.cache.forget_course(own_id)
            elif document.kind == "lesson" and own_id:
                self._store.cache.forget_lesson(own_id)
            self._store.cache.forget(document.path)


def _known_lessons(outline: Outline) -> Iterator[KnownLesson]:
    position = 0
    for section in outline.sections:
        for each in section.lessons:
            position += 1
            yield KnownLesson(
                str(each.id), str(outline.id), outline.name, position, each.name, each.locked, each.completed_at
            )


def _known_lesson(value: Lesson) -> KnownLesson:
    return KnownLesson(
        str(value.id),
        str(value.course_id),
        value.course_name,
        value.position,
        value.name,
        value.locked,
        value.completed_at,
    )


def _lesson_entry(value: Lesson, etag: str | None, text: str) -> NewEntry:
    lesson_id = str(value.id)
    return NewEntry(lesson(lesson_id).path, "lesson", lesson_id, str(value.course_id), value.locked, etag, text)
