"""All rows of a course, in the order of its outline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select

from backend import rules
from backend.columns import Id, as_written
from backend.tables import course_sections, courses, lessons
from backend.versions import outline_version, row_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Table

    from backend.statement import AnyRow, AnySelect

_COURSE = bindparam("course", type_=Id)
COURSE_ROW = select(*courses.c).where(courses.c.id == _COURSE)
"""All columns of the course that is the parameter `course`."""


class SectionRow(NamedTuple):
    """A row of `course_sections` with all its columns; ids and times as the database gives them."""

    id: Any
    name: str
    status: str
    order: int
    courseId: Any  # noqa: N815  # the column's name, here and below
    createdAt: Any  # noqa: N815
    updatedAt: Any  # noqa: N815


class LessonRow(NamedTuple):
    """A row of `lessons`, likewise. A course can have thousands, and SQLAlchemy's own rows are slow to look at."""

    id: Any
    name: str
    description: str | None
    youtubeVideoId: str  # noqa: N815
    order: int
    status: str
    sectionId: Any  # noqa: N815
    createdAt: Any  # noqa: N815
    updatedAt: Any  # noqa: N815


@dataclass(frozen=True)
class CourseRows:
    """A course's rows with all their columns; sections and lessons in outline order."""

    course: AnyRow
    sections: Sequence[SectionRow]
    lessons: Sequence[LessonRow]

    @cached_property
    def section_versions(self) -> list[str]:
        """The version of each section's row."""
        return [row_version(row) for row in self.sections]

    @cached_property
    def lesson_versions(self) -> list[str]:
        """The version of each lesson's row."""
        return [row_version(row) for row in self.lessons]

    @cached_property
    def version(self) -> str:
        """The version of the outline."""
        return outline_version([row_version(self.course), *self.section_versions, *self.lesson_versions])


def course_rows(connection: Connection, course_id: object) -> CourseRows | None:
    """The rows of a course, in three statements; None if there is none."""
    course = connection.execute(COURSE_ROW, {"course": course_id}).first()
    return None if course is None else rows_below(connection, course)


def rows_below(connection: Connection, course: AnyRow) -> CourseRows:
    """The rows of a course whose own row is at hand, in two statements."""
    parameters = {"course": course.id}
    sections = [SectionRow._make(row) for row in connection.execute(_SECTIONS, parameters)]
    return CourseRows(
        course, sections, [LessonRow._make(row) for row in _from_driver(connection, _LESSONS, parameters)]
    )


def _from_driver(connection: Connection, statement: AnySelect, parameters: Mapping[str, Any]) -> Sequence[Any]:
    """The rows as the driver gives them, without SQLAlchemy's own around each."""
    cursor = connection.execute(statement, parameters).cursor
    assert cursor
    return cursor.fetchall()


def _all_of(table: Table) -> AnySelect:
    """All columns, with times as they are written: to read them and to write them again would take half of the time."""
    return select(*(as_written(column) if column.name in _TIMES else column for column in table.c))


_TIMES = {"createdAt", "updatedAt"}
_SECTIONS = _all_of(course_sections).where(course_sections.c.courseId == _COURSE).order_by(*rules.OUTLINE_ORDER[:3])
_LESSONS = (
    _all_of(lessons)
    .join_from(course_sections, lessons, lessons.c.sectionId == course_sections.c.id)
    .where(course_sections.c.courseId == _COURSE)
    .order_by(*rules.OUTLINE_ORDER)
)
