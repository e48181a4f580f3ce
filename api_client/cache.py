"""The cache: what the server said last, by path; with it the catalog as rows and the index of lessons.

Standard library alone: the first frame is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api_client.catalog_rows import CatalogRows
from api_client.lesson_index import LessonIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from api_client.catalog_rows import CatalogPage
    from api_client.rows import CourseRow

SIZE_LIMIT = 64 * 1024 * 1024
"""Characters of cached documents; the least recently used go first when there are more."""

_TOUCH_AFTER = 3600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A cached document."""

    path: str
    kind: str
    body: str
    """JSON, cleaned but for what admins read."""
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


class Cache:
    """The cache on one connection, to be used in one thread. Writes belong into the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, size_limit: int = SIZE_LIMIT) -> None:
        self._connection = connection
        self._size_limit = size_limit
        self.catalog = CatalogRows(connection)
        self.lessons = LessonIndex(connection)

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
        row = self._connection.execute("SELECT kind, etag IS NULL FROM documents WHERE path = ?", (path,)).fetchone()
        if row is None:
            return False
        kind, patched = row
        return self.catalog.is_patched() if kind == "catalog" else bool(patched)

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

    def forget_kinds(self, kinds: Iterable[str]) -> None:
        """Drop all documents of these kinds."""
        self._connection.executemany("DELETE FROM documents WHERE kind = ?", [(kind,) for kind in kinds])

    def forget_course(self, course_id: str) -> None:
        """Drop a course and all below it."""
        self._connection.execute("DELETE FROM documents WHERE course_id = ?", (course_id,))
        self.lessons.forget_course(course_id)
        self.catalog.forget(course_id)

    def forget_lesson(self, lesson_id: str) -> None:
        """Drop a lesson."""
        self._connection.execute("DELETE FROM documents WHERE kind = 'lesson' AND id = ?", (lesson_id,))
        self.lessons.forget(lesson_id)

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

    def replace_catalog(self, pages: Sequence[CatalogPage]) -> None:
        """Make these pages the catalog; what is below courses that are gone goes too."""
        before = self.catalog.all()
        self.catalog.replace(pages)
        after = {course.id: course for page in pages for course in page.courses}
        for course in before:
            if course.id not in after:
                self.forget_course(course.id)
            elif course.owned and not after[course.id].owned:
                self.forget_lessons(course.id)

    def update_course(self, course: CourseRow) -> None:
        """Change one course of the catalog."""
        self.catalog.update(course)
        self._connection.execute("UPDATE documents SET revision = random() WHERE kind = 'catalog'")


def _now() -> datetime:
    return datetime.now(UTC)
