"""The cache: what the server said last, by path, with the catalog as rows and an index of lessons.

Standard library alone: the first frame is drawn from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api_client.rows import CourseRow, OfferRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

SIZE_LIMIT = 64 * 1024 * 1024
"""Characters of cached documents; the least recently used go first when there are more."""

_COURSE_COLUMNS = (
    "id, name, description, section_count, lesson_count, completed_count, access, offers, next_id, next_name, "
    "next_position, last_completed_at"
)
_LESSON_COLUMNS = "id, course_id, course_name, position, name, locked, completed_at"
_TOUCH_AFTER = 3600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A cached document."""

    path: str
    kind: str
    body: str
    """JSON, cleaned."""
    etag: str | None
    """None where the body is not literally what the server sent, so that it is asked for anew."""
    fetched_at: datetime
    revision: int
    """Changes whenever what the document says does."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A document to be cached."""

    path: str
    kind: str
    id: str
    """Of the course or lesson that it is; empty for others."""
    course_id: str | None
    locked: bool
    etag: str | None
    body: str


@dataclass(frozen=True, slots=True)
class KnownLesson:
    """What the index knows of a lesson, for names and counts without decoding a document."""

    id: str
    course_id: str
    course_name: str
    position: int
    """From 1, in the course's visible lessons."""
    name: str
    locked: bool
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """One page of the catalog: a row a course."""

    path: str
    etag: str | None
    next: str | None
    """The path of the page after it."""
    courses: tuple[CourseRow, ...]


class Cache:
    """The cache on one connection, to be used in one thread. Writes belong into the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, size_limit: int = SIZE_LIMIT) -> None:
        self._connection = connection
        self._size_limit = size_limit

    # --- documents --------------------------------------------------------------------------------------------

    def entry(self, path: str) -> Entry | None:
        """The document at a path."""
        row = self._connection.execute(
            "SELECT path, kind, body, etag, fetched_at, revision FROM documents WHERE path = ?", (path,)
        ).fetchone()
        if row is None:
            return None
        path, kind, body, etag, fetched_at, revision = row
        return Entry(path, kind, body, etag, datetime.fromisoformat(fetched_at), revision)

    def stamp(self, path: str) -> tuple[int, datetime] | None:
        """The revision of a document and when it was fetched, without reading it."""
        row = self._connection.execute("SELECT revision, fetched_at FROM documents WHERE path = ?", (path,)).fetchone()
        return (row[0], datetime.fromisoformat(row[1])) if row else None

    def paths(self, kind: str, own_id: str | None = None) -> list[str]:
        """The paths of the cached documents of a kind, or of one course or lesson."""
        rows = self._connection.execute(
            "SELECT path FROM documents WHERE kind = ? AND (? IS NULL OR id = ?)", (kind, own_id, own_id)
        )
        return [path for (path,) in rows]

    def own_id(self, path: str) -> str:
        """The id of the course or lesson at a path; empty if it is not cached."""
        row = self._connection.execute("SELECT id FROM documents WHERE path = ?", (path,)).fetchone()
        return row[0] if row else ""

    def is_patched(self, path: str) -> bool:
        """Whether the document, or a part of it, is not literally what the server sent."""
        (patched,) = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM documents WHERE path = ? AND etag IS NULL AND kind != 'catalog') "
            "OR EXISTS (SELECT 1 FROM documents, pages WHERE documents.path = ? AND kind = 'catalog' "
            "AND pages.etag IS NULL)",
            (path, path),
        ).fetchone()
        return bool(patched)

    def put(self, entries: Iterable[NewEntry]) -> None:
        """Cache documents, replacing those at the same paths, and let the least recently used go."""
        now = _now()
        self._connection.executemany(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, random(), ?, ?)",
            [
                (
                    new.path, new.kind, new.id, new.course_id, new.locked, new.etag, now.isoformat(), now.timestamp(),
                    len(new.body), new.body,
                )
                for new in entries
            ],
        )  # fmt: skip
        self._evict()

    def confirm(self, path: str, etag: str | None) -> None:
        """The server said that the document with this ETag is still so."""
        self._connection.execute(
            "UPDATE documents SET fetched_at = ? WHERE path = ? AND etag IS ?", (_now().isoformat(), path, etag)
        )

    def rewrite(self, path: str, body: str) -> None:
        """Change what a document says; it no longer is literally what the server sent."""
        self._connection.execute(
            "UPDATE documents SET body = ?, size = ?, etag = NULL, revision = random() WHERE path = ?",
            (body, len(body), path),
        )

    def touch(self, path: str) -> None:
        """Note that the document is in use; rarely written, because every write wakes the other processes."""
        now = _now().timestamp()
        self._connection.execute(
            "UPDATE documents SET used_at = ? WHERE path = ? AND used_at < ?", (now, path, now - _TOUCH_AFTER)
        )

    def forget(self, path: str) -> None:
        """Drop one document."""
        self._connection.execute("DELETE FROM documents WHERE path = ?", (path,))

    def forget_course(self, course_id: str) -> None:
        """Drop a course and all below it."""
        for statement in (
            "DELETE FROM documents WHERE course_id = ?",
            "DELETE FROM lessons WHERE course_id = ?",
            "DELETE FROM courses WHERE id = ?",
        ):
            self._connection.execute(statement, (course_id,))

    def forget_lessons(self, course_id: str, *, except_unlocked: Iterable[str] = ()) -> None:
        """Drop the lessons of a course that hold what the viewer may no longer see."""
        kept = set(except_unlocked)
        rows = self._connection.execute(
            "SELECT path, id FROM documents WHERE course_id = ? AND kind = 'lesson' AND NOT locked", (course_id,)
        ).fetchall()
        lost = [(path,) for path, lesson_id in rows if lesson_id not in kept]
        self._connection.executemany("DELETE FROM documents WHERE path = ?", lost)

    def _evict(self) -> None:
        (size,) = self._connection.execute("SELECT coalesce(sum(size), 0) FROM documents").fetchone()
        if size <= self._size_limit:
            return
        # A quarter more than needed goes, or every later write would evict again.
        surplus = size - self._size_limit * 3 // 4
        for path, course_id, freed in self._connection.execute(
            "SELECT path, course_id, size FROM documents WHERE size > 0 ORDER BY used_at"
        ).fetchall():
            self.forget(path)
            # What was read ahead is no longer all there: the note that it is must go with it.
            self._connection.execute("DELETE FROM documents WHERE kind = 'lessons' AND id = ?", (course_id,))
            surplus -= freed
            if surplus <= 0:
                break

    # --- the catalog ------------------------------------------------------------------------------------------

    def catalog(self) -> tuple[CourseRow, ...]:
        """All courses, in order."""
        return self._course_rows("ORDER BY position")

    def course(self, course_id: str) -> CourseRow | None:
        """One course of the catalog."""
        return next(iter(self._course_rows("WHERE id = ?", course_id)), None)

    def pages(self, first: str) -> list[CatalogPage]:
        """The pages of the catalog from the first on, without their courses."""
        rows = self._connection.execute("SELECT path, etag, next FROM pages").fetchall()
        by_path = {path: CatalogPage(path, etag, following, ()) for path, etag, following in rows}
        pages: list[CatalogPage] = []
        path: str | None = first
        while path and (page := by_path.pop(path, None)):
            pages.append(page)
            path = page.next
        return pages

    def page_courses(self, path: str) -> tuple[CourseRow, ...]:
        """The courses of one page."""
        return self._course_rows("WHERE page = ? ORDER BY position", path)

    def replace_catalog(self, pages: Sequence[CatalogPage]) -> None:
        """Make these pages the catalog; what is below courses that are gone goes too."""
        before = {course_id: access for course_id, access in self._connection.execute("SELECT id, access FROM courses")}  # noqa: C416
        self._connection.execute("DELETE FROM pages")
        self._connection.execute("DELETE FROM courses")
        self._connection.executemany("INSERT INTO pages VALUES (?, ?, ?)", [(p.path, p.etag, p.next) for p in pages])
        # Courses that move while the pages are read may come twice.
        courses = {course.id: (page.path, course) for page in pages for course in page.courses}
        self._connection.executemany(
            f"INSERT INTO courses (position, page, {_COURSE_COLUMNS}) VALUES ({', '.join('?' * 14)})",  # noqa: S608
            [(position, page, *_course_values(course)) for position, (page, course) in enumerate(courses.values())],
        )
        for course_id, access in before.items():
            if course_id not in courses:
                self.forget_course(course_id)
            elif access == "owned" and not courses[course_id][1].owned:
                self.forget_lessons(course_id)

    def update_course(self, course: CourseRow) -> None:
        """Change a course's row; its page no longer is literally what the server sent."""
        columns = ", ".join(f"{column.strip()} = ?" for column in _COURSE_COLUMNS.split(","))
        self._connection.execute(f"UPDATE courses SET {columns} WHERE id = ?", (*_course_values(course), course.id))  # noqa: S608
        self._connection.execute(
            "UPDATE pages SET etag = NULL WHERE path = (SELECT page FROM courses WHERE id = ?)", (course.id,)
        )
        self._connection.execute("UPDATE documents SET revision = random() WHERE kind = 'catalog'")

    def _course_rows(self, condition: str, *values: str) -> tuple[CourseRow, ...]:
        offers = _Offers()
        rows = self._connection.execute(f"SELECT {_COURSE_COLUMNS} FROM courses {condition}", values)  # noqa: S608
        return tuple(
            CourseRow(
                id, name, description, sections, lessons, completed, access, offers[offers_text], next_id, next_name,
                next_position, datetime.fromisoformat(last) if last else None,
            )
            for id, name, description, sections, lessons, completed, access, offers_text, next_id, next_name,
            next_position, last in rows
        )  # fmt: skip

    # --- the index of lessons ---------------------------------------------------------------------------------

    def index(self, lessons: Iterable[KnownLesson]) -> None:
        """Note lessons, replacing what was known of them."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO lessons VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    each.id, each.course_id, each.course_name, each.position, each.name, each.locked,
                    each.completed_at.isoformat() if each.completed_at else None,
                )
                for each in lessons
            ],
        )  # fmt: skip

    def index_course(self, course_id: str, lessons: Iterable[KnownLesson]) -> None:
        """Note all the lessons of a course; it has no others."""
        self._connection.execute("DELETE FROM lessons WHERE course_id = ?", (course_id,))
        self.index(lessons)

    def complete_lesson(self, lesson_id: str, completed_at: datetime | None) -> None:
        """Note when a lesson was completed."""
        self._connection.execute(
            "UPDATE lessons SET completed_at = ? WHERE id = ?",
            (completed_at.isoformat() if completed_at else None, lesson_id),
        )

    def forget_lesson(self, lesson_id: str) -> None:
        """Drop a lesson."""
        self._connection.execute("DELETE FROM documents WHERE kind = 'lesson' AND id = ?", (lesson_id,))
        self._connection.execute("DELETE FROM lessons WHERE id = ?", (lesson_id,))

    def lessons(self, course_id: str) -> list[KnownLesson]:
        """The known lessons of a course, in order."""
        return self._known_lessons("WHERE course_id = ? ORDER BY position", course_id)

    def all_lessons(self) -> list[KnownLesson]:
        """Every known lesson, by course."""
        return self._known_lessons("ORDER BY course_id, position")

    def _known_lessons(self, condition: str, *values: str) -> list[KnownLesson]:
        rows = self._connection.execute(f"SELECT {_LESSON_COLUMNS} FROM lessons {condition}", values)  # noqa: S608
        return [
            KnownLesson(
                id, course_id, course_name, position, name, bool(locked),
                datetime.fromisoformat(completed_at) if completed_at else None,
            )
            for id, course_id, course_name, position, name, locked, completed_at in rows
        ]  # fmt: skip


class _Offers(dict[str, tuple[OfferRow, ...]]):
    """Offers by their JSON: thousands of courses share a few products, so each text is decoded once."""

    def __missing__(self, text: str) -> tuple[OfferRow, ...]:
        offers = tuple(OfferRow(*offer) for offer in json.loads(text))
        self[text] = offers
        return offers


def _now() -> datetime:
    return datetime.now(UTC)


def _course_values(course: CourseRow) -> tuple[object, ...]:
    offers = json.dumps([(offer.id, offer.name, offer.price_in_dollars) for offer in course.offers])
    return (
        course.id, course.name, course.description, course.section_count, course.lesson_count, course.completed_count,
        course.access, offers, course.next_id, course.next_name, course.next_position,
        course.last_completed_at.isoformat() if course.last_completed_at else None,
    )  # fmt: skip
