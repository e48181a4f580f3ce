"""Marking lessons complete and incomplete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, select

from backend import rules
from backend.columns import Id, Ids, is_among
from backend.insert import insert_missing
from backend.tables import course_sections, lessons, user_lesson_complete

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.viewer import Viewer

Standing = Literal["applied", "no_access", "not_found", "invalid"]


@dataclass(frozen=True, slots=True)
class Change:
    """A lesson to complete at a time, or to un-complete (`at` is None)."""

    lesson_id: UUID
    at: datetime | None


@dataclass(frozen=True, slots=True)
class State:
    """What the viewer may do with a lesson, and when they completed it."""

    standing: Standing
    completed_at: datetime | None = None


_NOT_FOUND = State("not_found")


def apply(connection: Connection, viewer: Viewer, changes: Sequence[Change]) -> dict[UUID, State]:
    """Apply the changes in order; the state of each of their lessons afterwards. A refused one changes nothing.

    The states are those after all changes, so the same batch again gives the same states: repeating it is safe.
    """
    before = _states(connection, viewer, {change.lesson_id for change in changes})
    after = dict(before)
    for change in changes:
        state = after[change.lesson_id]
        if state.standing == "applied" and not (change.at and state.completed_at):
            after[change.lesson_id] = State("applied", change.at)
    _store(connection, viewer, before, after)
    return after


def _states(connection: Connection, viewer: Viewer, ids: set[UUID]) -> dict[UUID, State]:
    states = dict.fromkeys(ids, _NOT_FOUND)
    if not ids:
        return states
    rows = connection.execute(_STATES, {"viewer": viewer.id, "lessons": sorted(ids)})
    for lesson_id, owned, completed_at in rows:
        key = lesson_id if isinstance(lesson_id, UUID) else UUID(lesson_id)
        states[key] = State("applied", completed_at) if owned else State("no_access")
    return states


def _store(connection: Connection, viewer: Viewer, before: Mapping[UUID, State], after: Mapping[UUID, State]) -> None:
    moved = [each for each in sorted(before) if before[each].completed_at != after[each].completed_at]
    gone = [each for each in moved if before[each].completed_at]
    if gone:
        connection.execute(_DELETE, {"viewer": viewer.id, "lessons": gone})
    new = [
        {"userId": viewer.id, "lessonId": each, "createdAt": at} for each in moved if (at := after[each].completed_at)
    ]
    if new:
        connection.execute(insert_missing(user_lesson_complete, connection.dialect.name), new)


_STATES = (
    select(
        lessons.c.id,
        rules.has_access(course_sections.c.courseId),
        user_lesson_complete.c.createdAt,
    )
    .join_from(lessons, course_sections, course_sections.c.id == lessons.c.sectionId)
    .outerjoin(
        user_lesson_complete,
        and_(user_lesson_complete.c.lessonId == lessons.c.id, user_lesson_complete.c.userId == rules.VIEWER),
    )
    .where(
        is_among(lessons.c.id, bindparam("lessons", type_=Ids)),
        rules.lesson_is_visible(),
        rules.course_is_visible(course_sections.c.courseId),
    )
)
_DELETE = delete(user_lesson_complete).where(
    user_lesson_complete.c.userId == bindparam("viewer", type_=Id),
    is_among(user_lesson_complete.c.lessonId, bindparam("lessons", type_=Ids)),
)
