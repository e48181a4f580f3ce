"""Locks for writes under a course: they come one after the other, so that none is made for what is gone already.

What is locked is the course's row (on SQLite a writing transaction is alone anyway). Everything is read again after it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from backend.columns import Id
from backend.problems import not_found
from backend.queries.admin.rows import COURSE_ROW
from backend.tables import course_sections, lessons

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from backend.statement import AnyRow, AnySelect

# What people own or complete meanwhile refers to the row and need not wait, unless it goes.
_CHANGED = COURSE_ROW.with_for_update(key_share=True)
_DELETED = COURSE_ROW.with_for_update()


def locked_course(connection: Connection, course_id: object, *, to_delete: bool = False) -> AnyRow:
    """The row of a course, locked until the transaction ends; raises 404. `connection` is one of `Database.write`."""
    row = connection.execute(_DELETED if to_delete else _CHANGED, {"course": course_id}).first()
    if row is None:
        raise not_found("course")
    return row


def locked_section(connection: Connection, section_id: object) -> AnyRow:
    """The row of a section whose course is locked; raises 404."""
    return _locked(connection, course_sections, section_id, "section")


def locked_lesson(connection: Connection, lesson_id: object) -> AnyRow:
    """The row of a lesson whose course is locked; raises 404."""
    return _locked(connection, lessons, lesson_id, "lesson")


def _locked(connection: Connection, table: Table, row_id: object, what: str) -> AnyRow:
    find, read = _statements(table)
    course_id = connection.execute(find, {"row": row_id}).scalar()
    if course_id is None:
        raise not_found(what)
    locked_course(connection, course_id)
    row = connection.execute(read, {"row": row_id, "course": course_id}).first()
    if row is None:
        raise not_found(what)
    return row


@cache
def _statements(table: Table) -> tuple[AnySelect, AnySelect]:
    """The course of a row, and the row where it is still of that course."""
    course_id = course_sections.c.courseId
    find, read = select(course_id), select(*table.c)
    if table is not course_sections:
        in_section = course_sections.c.id == table.c.sectionId
        find, read = (each.join_from(table, course_sections, in_section) for each in (find, read))
    is_row = table.c.id == bindparam("row", type_=Id)
    return find.where(is_row), read.where(is_row, course_id == bindparam("course", type_=Id))
