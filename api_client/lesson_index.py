"""An index of all lessons that were ever listed: names and counts without decoding a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_COLUMNS = "id, course_id, course_name, position, name, locked, completed_at"


@dataclass(frozen=True, slots=True)
class KnownLesson:
    """What the index knows of a lesson."""

    id: str
    course_id: str
    course_name: str
    position: int
    """From 1, in the course's visible lessons."""
    name: str
    locked: bool
    completed_at: datetime | None


class LessonIndex:
    """The index on one connection. Writes belong into the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_course(self, course_id: str) -> list[KnownLesson]:
        """The known lessons of a course, in order."""
        return self._select("WHERE course_id = ? ORDER BY position", course_id)

    def all(self) -> list[KnownLesson]:
        """Every known lesson, by course."""
        return self._select("ORDER BY course_id, position")

    def put(self, lessons: Iterable[KnownLesson]) -> None:
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

    def put_course(self, course_id: str, lessons: Iterable[KnownLesson]) -> None:
        """Note all the lessons of a course; it has no others."""
        self.forget_course(course_id)
        self.put(lessons)

    def complete(self, lesson_id: str, completed_at: datetime | None) -> None:
        """Note when a lesson was completed; None: it is not."""
        self._connection.execute(
            "UPDATE lessons SET completed_at = ? WHERE id = ?",
            (completed_at.isoformat() if completed_at else None, lesson_id),
        )

    def forget(self, lesson_id: str) -> None:
        """Drop a lesson."""
        self._connection.execute("DELETE FROM lessons WHERE id = ?", (lesson_id,))

    def forget_course(self, course_id: str) -> None:
        """Drop the lessons of a course."""
        self._connection.execute("DELETE FROM lessons WHERE course_id = ?", (course_id,))

    def _select(self, condition: str, *values: str) -> list[KnownLesson]:
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM lessons {condition}", values)  # noqa: S608
        return [
            KnownLesson(
                id, course_id, course_name, position, name, bool(locked),
                datetime.fromisoformat(completed_at) if completed_at else None,
            )
            for id, course_id, course_name, position, name, locked, completed_at in rows
        ]  # fmt: skip
