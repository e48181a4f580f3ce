"""Asking the server for documents: each call gives what is then to be done to the cache, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api_client.cache import Cache, NewEntry
from api_client.catalog_rows import CatalogPage
from api_client.client import document_adapter, page_adapter
from api_client.documents import ADMIN_KINDS, Document, is_admins, lesson
from api_client.errors import ServerFailed
from api_client.lesson_index import KnownLesson
from api_client.queue import Queue
from api_client.resources.courses import lessons_path, next_page
from api_client.rows import course_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from api_client.client import Client
    from api_client.models import Lesson, Me, Outline
    from api_client.store import Store

Keep = Callable[[Cache, Queue], None]


async def fetch_document(store: Store, document: Document[Any], client: Client, *, usable: bool) -> Keep:
    """One document of its own. `usable`: what the cache has of it may be confirmed. Raises ApiError."""
    with store.using():
        known = store.cache.entry(document.path)
    etag = known.etag if known and usable else None
    answer = await client.read(document, etag)

    def keep(cache: Cache, queue: Queue) -> None:
        if answer.value is None:
            cache.confirm(document.path, etag)
        elif document.kind == "outline":
            own_id = str(answer.value.id)
            _keep_outline(cache, queue, answer.value)
            cache.put([NewEntry(document.path, "outline", own_id, own_id, False, answer.etag, answer.text)])
        elif document.kind == "lesson":
            cache.lessons.put([_known_lesson(answer.value)])
            queue.confirm(str(answer.value.id), answer.value.completed_at)
            cache.put([replace(_lesson_entry(answer.value, answer.etag, answer.text), path=document.path)])
        elif document.kind == "me":
            _keep_viewer(cache, answer.value)
            text = _without_address(answer.value)
            cache.put([NewEntry(document.path, document.kind, "", None, False, answer.etag, text)])
        else:
            cache.put([NewEntry(document.path, document.kind, "", None, False, answer.etag, answer.text)])

    return keep


def _keep_viewer(cache: Cache, viewer: Me) -> None:
    if viewer.role != "admin":  # any more
        cache.forget_kinds(ADMIN_KINDS)


def _without_address(viewer: Me) -> str:
    """The viewer as cached: an e-mail address stays on no disk but the server's."""
    return viewer.model_copy(update={"email": ""}).model_dump_json(by_alias=True)


async def fetch_catalog(store: Store, document: Document[Any], client: Client) -> Keep:
    """All pages of the catalog; of those that did not change, the cached rows stay. Raises ApiError."""
    with store.using():
        known = {page.path: page for page in store.cache.catalog.pages(document.path)}
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

    def keep(cache: Cache, _: Queue) -> None:
        if len(unchanged) == len(pages):
            cache.confirm(document.path, None)
            return
        cache.replace_catalog(
            [
                replace(page, courses=cache.catalog.of_page(page.path)) if page.path in unchanged else page
                for page in pages
            ]
        )
        cache.put([NewEntry(document.path, "catalog", "", None, False, None, "")])

    return keep


async def fetch_list(store: Store, document: Document[Any], client: Client, *, usable: bool) -> Keep:
    """All pages of a list as one document, each item once. Raises ApiError."""
    adapter, exact = page_adapter(document), is_admins(document)
    with store.using():
        known = store.cache.entry(document.path)
    etag = known.etag if known and usable else None
    path = document.path
    seen: set[str] = set()
    items: dict[UUID, Any] = {}
    answer = await client.get(path, adapter, etag, exact=exact)
    while answer.value is not None:
        seen.add(path)
        items |= {item.id: item for item in answer.value.items}
        following = next_page(path, answer.value)
        if following is None:
            break
        if following in seen:
            raise ServerFailed("The server's list has no end.", code="malformed")
        path = following
        answer = await client.get(path, adapter, exact=exact)

    def keep(cache: Cache, _: Queue) -> None:
        if not seen:
            cache.confirm(document.path, etag)
            return
        body = document_adapter(document).dump_json(tuple(items.values()), by_alias=True).decode()
        # The ETag of one page says nothing of the others: a longer list is read anew each time.
        own_etag = answer.etag if len(seen) == 1 else None
        cache.put([NewEntry(document.path, document.kind, "", None, False, own_etag, body)])

    return keep


async def fetch_lessons(store: Store, course_id: str, client: Client) -> Keep:
    """All the lessons of a course, each a document of its own. Raises ApiError."""
    first = path = lessons_path(course_id)
    with store.using():
        note = store.cache.entry(first)
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
    etag = answer.etag if path == first else None

    def keep(cache: Cache, _: Queue) -> None:
        cache.put([_lesson_entry(each, None, each.model_dump_json(by_alias=True)) for each in lessons])
        if lessons and etag:
            cache.put([NewEntry(first, "lessons", course_id, course_id, False, etag, "")])

    return keep


def _keep_outline(cache: Cache, queue: Queue, outline: Outline) -> None:
    course_id = str(outline.id)
    lessons = list(_known_lessons(outline))
    cache.forget_lessons(course_id, except_unlocked=[each.id for each in lessons if not each.locked])
    cache.lessons.put_course(course_id, lessons)
    marked = {mark.lesson_id for mark in queue.all()}
    for each in lessons:
        if each.id in marked:
            queue.confirm(each.id, each.completed_at)


def _known_lessons(outline: Outline) -> Iterator[KnownLesson]:
    lessons = (each for section in outline.sections for each in section.lessons)
    for position, each in enumerate(lessons, start=1):
        yield KnownLesson(
            str(each.id), str(outline.id), outline.name, position, each.name, each.locked, each.completed_at
        )


def _known_lesson(value: Lesson) -> KnownLesson:
    course_id, name = str(value.course_id), value.course_name
    return KnownLesson(str(value.id), course_id, name, value.position, value.name, value.locked, value.completed_at)


def _lesson_entry(value: Lesson, etag: str | None, text: str) -> NewEntry:
    lesson_id = str(value.id)
    return NewEntry(lesson(lesson_id).path, "lesson", lesson_id, str(value.course_id), value.locked, etag, text)
