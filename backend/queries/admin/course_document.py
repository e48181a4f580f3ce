"""Carrying out what a document of a course asks for: at most a few statements a table, whatever the number of rows."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from backend.columns import Ids, is_among
from backend.queries.admin.placing import put
from backend.tables import course_sections, courses, lessons, user_lesson_complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, Executable, Table

    from backend.course_document.plan import Plan
    from backend.course_document.rows import Row, Rows
    from backend.statement import AnySelect


def taken_places(connection: Connection, plan: Plan) -> list[str]:
    """Where the document gives an id that is that of another course's section or lesson."""
    return [
        rows.named[row_id]
        for table, rows in ((course_sections, plan.sections), (lessons, plan.lessons))
        for row_id in _taken(connection, table, rows)
    ]


def carry_out(connection: Connection, plan: Plan) -> None:
    """Do what is planned. `connection` is one of `Database.write`, with the course's row locked."""
    at = datetime.now(UTC)
    if plan.course is not None:
        course = [{"id": plan.course_id, **plan.course}]
        if plan.is_new:
            _insert(connection, courses, course, at)
        else:
            _update(connection, courses, course, at)
    _insert(connection, course_sections, plan.sections.created, at)
    _insert(connection, lessons, plan.lessons.created, at)
    _update(connection, course_sections, plan.sections.changed, at)
    _update(connection, lessons, plan.lessons.changed, at)
    put(connection, course_sections, plan.sections.placed, at)
    put(connection, lessons, plan.lessons.placed, at, "sectionId")
    # Last, when nothing that stays is left in them: a section takes its lessons along.
    for table, rows in ((lessons, plan.lessons), (course_sections, plan.sections)):
        if rows.deleted:
            connection.execute(_delete(table), {"rows": rows.deleted})


def lost_completions(connection: Connection, lesson_ids: Sequence[UUID]) -> tuple[int, int]:
    """How many learners completed these lessons, and how many completions there are of them."""
    if not lesson_ids:
        return 0, 0
    learners, completions = connection.execute(_LOST, {"rows": lesson_ids}).one()
    return learners, completions


_ROWS = bindparam("rows", type_=Ids)
_LOST = select(func.count(user_lesson_complete.c.userId.distinct()), func.count()).where(
    is_among(user_lesson_complete.c.lessonId, _ROWS)
)


def _taken(connection: Connection, table: Table, rows: Rows) -> Iterable[UUID]:
    if not rows.named:
        return ()
    found = {str(row_id) for row_id in connection.execute(_among(table), {"rows": list(rows.named)}).scalars()}
    return [row_id for row_id in rows.named if str(row_id) in found]


def _insert(connection: Connection, table: Table, rows: Sequence[Row], at: datetime) -> None:
    if rows:
        connection.execute(insert(table), [row | {"createdAt": at, "updatedAt": at} for row in rows])


def _update(connection: Connection, table: Table, rows: Sequence[Row], at: datetime) -> None:
    if rows:
        parameters = [{f"new_{column}": value for column, value in row.items()} | {"new_updatedAt": at} for row in rows]
        connection.execute(_updating(table, tuple(rows[0])), parameters)


@cache
def _updating(table: Table, columns: tuple[str, ...]) -> Executable:
    new: dict[str, Any] = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in (*columns, "updatedAt")}
    return update(table).where(table.c.id == new.pop("id")).values(new)


@cache
def _among(table: Table) -> AnySelect:
    return select(table.c.id).where(is_among(table.c.id, _ROWS))


@cache
def _delete(table: Table) -> Executable:
    return delete(table).where(is_among(table.c.id, _ROWS))
