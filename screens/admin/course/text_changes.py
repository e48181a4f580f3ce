"""What a text makes of a course: as lines to read before it is sent, and as entries to undo afterwards."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from api_client.escapes import shown
from api_client.ordering.changes import changes_between
from api_client.ordering.journal import Edited, Reordered, Together
from api_client.ordering.outline_order import order_of
from widgets.change_list import ChangeRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api_client.models.admin import AdminOutline
    from api_client.ordering.journal import Entry
    from api_client.ordering.order import Order
    from api_client.outline_text.difference import Change
    from api_client.outline_text.reading import LineFault
    from screens.admin.course.course_rows import CourseRows

_HEADINGS = {
    "deleted": "Deleted",
    "new": "New",
    "moved": "Moved",
    "renamed": "Renamed",
    "visibility": "Visibility",
    "text": "Other text",
    "video": "Other video",
}


def arranged(outline: AdminOutline, order: Order) -> AdminOutline:
    """The outline in another order of what is in it."""
    sections = {str(section.id): section for section in outline.sections}
    lessons = {str(lesson.id): lesson for section in outline.sections for lesson in section.lessons}
    return outline.model_copy(
        update={
            "sections": [
                sections[section.id].model_copy(update={"lessons": [lessons[id] for id in section.lesson_ids]})
                for section in order
            ]
        }
    )


def change_rows(changes: Sequence[Change]) -> Iterator[ChangeRow]:
    """The changes below headings, as they come."""
    for kind, group in groupby(changes, key=lambda change: change.kind):
        listed = list(group)
        yield ChangeRow("heading", _HEADINGS[kind], f"{len(listed):,}")
        for change in listed:
            yield ChangeRow("told", shown(change.name), shown(change.detail))
        yield ChangeRow("gap")


def fault_rows(faults: Sequence[LineFault]) -> Iterator[ChangeRow]:
    """What is wrong, by line."""
    for fault in faults:
        yield ChangeRow("fault", f"Line {fault.line}", shown(fault.sentence))


def entries(before: CourseRows, order: Order, after: CourseRows) -> Iterator[Entry]:
    """What undoes it, as far as it can be undone: fields first, then the order."""
    edits = [*_edits(before, after, "section"), *_edits(before, after, "lesson")]
    if edits:
        yield Together(tuple(edits))
    new = order_of(after.outline)
    changes = changes_between(order, new)
    moved = frozenset(move.id for move in (*changes.moved_sections, *changes.moved_lessons))
    if moved:
        yield Reordered(order, new, moved)


def _edits(before: CourseRows, after: CourseRows, kind: str) -> Iterator[Edited]:
    rows = after.sections if kind == "section" else after.lessons
    old = before.sections if kind == "section" else before.lessons
    for id, row in rows.items():
        was = old.get(id)
        if was is not None and (was.name, was.status) != (row.name, row.status):
            there, here = before.fields(id) or {}, after.fields(id) or {}
            names = [name for name in here if here[name] != there.get(name)]
            fields = {name: there.get(name) for name in names}, {name: here[name] for name in names}
            yield Edited("section" if kind == "section" else "lesson", id, *fields)
