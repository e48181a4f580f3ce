"""Staged moves that are not saved, a row a course: what a kill in the midst of reordering must not lose."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from api_client.ordering.order import SectionOrder
from api_client.schema import DRAFT_COLUMNS

if TYPE_CHECKING:
    import sqlite3

    from api_client.ordering.order import Order

_SELECT = f"SELECT {DRAFT_COLUMNS} FROM drafts"  # noqa: S608 - a constant
_PUT = f"INSERT OR REPLACE INTO drafts ({DRAFT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


class Draft(NamedTuple):
    """The unsaved moves of a course."""

    course_id: str
    course_name: str
    """As it is stored at the server."""
    base_version: str
    """The outline's version that the moves began with."""
    base: Order
    staged: Order
    journal: str
    """What is needed to undo and redo, in the words of the screen that staged the moves."""
    saved_at: datetime
    """UTC."""


class DraftRows:
    """The drafts on one connection, to be used in one thread. Writes belong into the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Draft]:
        """Every draft, the latest first."""
        rows = self._connection.execute(f"{_SELECT} ORDER BY saved_at DESC")
        return [_draft(*row) for row in rows]

    def of_course(self, course_id: str) -> Draft | None:
        """The draft of a course."""
        row = self._connection.execute(f"{_SELECT} WHERE course_id = ?", (course_id,)).fetchone()
        return _draft(*row) if row else None

    def count(self) -> int:
        """How many courses have one."""
        return self._connection.execute("SELECT count(*) FROM drafts").fetchone()[0]

    def put(self, draft: Draft) -> None:
        """Keep a draft, the only one of its course."""
        self._connection.execute(
            _PUT,
            (
                draft.course_id, draft.course_name, draft.base_version, json.dumps(draft.base),
                json.dumps(draft.staged), draft.journal, draft.saved_at.isoformat(),
            ),
        )  # fmt: skip

    def drop(self, course_id: str) -> None:
        """Forget the draft of a course, if there is one."""
        self._connection.execute("DELETE FROM drafts WHERE course_id = ?", (course_id,))


def _draft(
    course_id: str, course_name: str, base_version: str, base: str, staged: str, journal: str, saved_at: str
) -> Draft:
    time = datetime.fromisoformat(saved_at)
    return Draft(course_id, course_name, base_version, _order(base), _order(staged), journal, time)


def _order(text: str) -> Order:
    return tuple(SectionOrder(section_id, tuple(lesson_ids)) for section_id, lesson_ids in json.loads(text))
