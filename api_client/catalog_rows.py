"""The catalog in the cache: a row a course, in pages as the server sends them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from api_client.rows import CourseRow, OfferRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_COLUMNS = (
    "id, name, description, section_count, lesson_count, completed_count, access, offers, next_id, next_name, "
    "next_position, last_completed_at"
)


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """One page of the catalog: a row a course."""

    path: str
    etag: str | None
    next: str | None
    """The path of the page after it."""
    courses: tuple[CourseRow, ...]


class CatalogRows:
    """The catalog on one connection. Writes belong into the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[CourseRow, ...]:
        """All courses, in order."""
        return self._select("ORDER BY position")

    def course(self, course_id: str) -> CourseRow | None:
        """One course of the catalog."""
        return next(iter(self._select("WHERE id = ?", course_id)), None)

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

    def of_page(self, path: str) -> tuple[CourseRow, ...]:
        """The courses of one page."""
        return self._select("WHERE page = ? ORDER BY position", path)

    def replace(self, pages: Sequence[CatalogPage]) -> None:
        """Make these pages the catalog."""
        self._connection.execute("DELETE FROM pages")
        self._connection.execute("DELETE FROM courses")
        self._connection.executemany("INSERT INTO pages VALUES (?, ?, ?)", [(p.path, p.etag, p.next) for p in pages])
        # Courses that move while the pages are read may come twice.
        courses = {course.id: (page.path, course) for page in pages for course in page.courses}
        self._connection.executemany(
            f"INSERT INTO courses (position, page, {_COLUMNS}) VALUES ({', '.join('?' * 14)})",  # noqa: S608
            [(position, page, *_values(course)) for position, (page, course) in enumerate(courses.values())],
        )

    def update(self, course: CourseRow) -> None:
        """Change a course's row; its page no longer is literally what the server sent."""
        columns = ", ".join(f"{column.strip()} = ?" for column in _COLUMNS.split(","))
        self._connection.execute(f"UPDATE courses SET {columns} WHERE id = ?", (*_values(course), course.id))  # noqa: S608
        self._connection.execute(
            "UPDATE pages SET etag = NULL WHERE path = (SELECT page FROM courses WHERE id = ?)", (course.id,)
        )

    def forget(self, course_id: str) -> None:
        """Drop a course."""
        self._connection.execute("DELETE FROM courses WHERE id = ?", (course_id,))

    def is_patched(self) -> bool:
        """Whether a page is not literally what the server sent."""
        return self._connection.execute("SELECT 1 FROM pages WHERE etag IS NULL").fetchone() is not None

    def _select(self, condition: str, *values: str) -> tuple[CourseRow, ...]:
        offers = _Offers()
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM courses {condition}", values)  # noqa: S608
        return tuple(
            CourseRow(
                id, name, description, sections, lessons, completed, access, offers[offers_text], next_id, next_name,
                next_position, datetime.fromisoformat(last) if last else None,
            )
            for id, name, description, sections, lessons, completed, access, offers_text, next_id, next_name,
            next_position, last in rows
        )  # fmt: skip


class _Offers(dict[str, tuple[OfferRow, ...]]):
    """Offers by their JSON: thousands of courses share a few products, so each text is decoded once."""

    def __missing__(self, text: str) -> tuple[OfferRow, ...]:
        offers = tuple(OfferRow(*offer) for offer in json.loads(text))
        self[text] = offers
        return offers


def _values(course: CourseRow) -> tuple[object, ...]:
    offers = json.dumps([(offer.id, offer.name, offer.price_in_dollars) for offer in course.offers])
    return (
        course.id, course.name, course.description, course.section_count, course.lesson_count, course.completed_count,
        course.access, offers, course.next_id, course.next_name, course.next_position,
        course.last_completed_at.isoformat() if course.last_completed_at else None,
    )  # fmt: skip
