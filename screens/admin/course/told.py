"""What two admins did to one course, as lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.ordering.words import went
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.ordering.changes import Changes
    from api_client.ordering.merge import Merge
    from screens.admin.course.course_rows import CourseRows

    Name = Callable[[str], str]

Told = tuple[str, str]
"""A name, and what became of it. Harmless for a terminal."""
MOST = 100
"""Lines of one side that anybody reads."""


def what_they_did(merged: Merge, before: CourseRows | None, now: CourseRows) -> tuple[Told, ...]:
    """Of the other admin: moves, what is new and gone, and other names and visibilities."""

    def name(id: str) -> str:
        known = now if before is None or id in now.lessons or id in now.sections else before
        return one_line(known.name(id))

    edits = _edits(before, now) if before is not None else []
    return (*moves_told(merged.they_did, name), *edits)[:MOST]


def moves_told(changes: Changes, name: Name) -> tuple[Told, ...]:
    """Moves, then what is new, then what is gone."""
    return (
        *((name(move.id), f"section {went(move, name)}") for move in changes.moved_sections),
        *((name(move.id), went(move, name)) for move in changes.moved_lessons),
        *((name(id), "new section") for id in changes.new_sections),
        *((name(id), "new lesson") for id in changes.new_lessons),
        *((name(id), "section deleted") for id in changes.gone_sections),
        *((name(id), "lesson deleted") for id in changes.gone_lessons),
    )[:MOST]


def _edits(before: CourseRows, now: CourseRows) -> list[Told]:
    told: list[Told] = []
    for old, new in ((before.sections, now.sections), (before.lessons, now.lessons)):
        for id, row in new.items():
            was = old.get(id)
            if was is not None and was.name != row.name:
                told.append((was.name, f"renamed to {one_line(row.name)}"))
            if was is not None and was.status != row.status:
                told.append((row.name, f"{was.status}, now {row.status}"))
    return told
