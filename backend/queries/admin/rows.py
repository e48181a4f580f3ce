"""All rows of a course, in the order of its outline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from backend import rules
from backend.columns import Id
from backend.tables import course_sections, courses, lessons
from backend.versions import outline_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow

_COURSE = bindparam("course", type_=Id)
COURSE_ROW = select(*courses.c).where(courses.c.id == _COURSE)
"""All columns of the course that is the parameter `course`."""
_SECTIONS = select(*course_sections.c).where(course_sections.c.courseId == _COURSE).order_by(*rules.OUTLINE_ORDER[:3])
_LESSONS = (
    select(*lessons.c)
    .join_from(course_sections, lessons, lessons.c.sectionId == course_sections.c.id)
    .where(course_sections.c.courseId == _COURSE)
    .order_by(*rules.OUTLINE_ORDER)
)


@dataclass(frozen=True)
class CourseRows:
    """A course's rows with all their columns; sections and lessons in outline order."""

    course: AnyRow
    sections: Sequence[AnyRow]
    lessons: Sequence[AnyRow]

    @cached_property
    def version(self) -> str:
        """The version of the outline."""
        return outline_version(self.course, self.sections, self.lessons)


def course_rows(connection: Connection, course_id: object) -> CourseRows | None:
    """The rows of a course, in three statements; None if there is none."""
    course = connection.execute(COURSE_ROW, {"course": course_id}).first()
    return None if course is None else rows_below(connection, course)


def rows_below(connection: Connection, course: AnyRow) -> CourseRows:
    """The rows of a course whose own row is at hand, in two statements."""
    parameters = {"course": course.id}
    sections = connection.execute(_SECTIONS, parameters).all()
    return CourseRows(course, sections, connection.execute(_LESSONS, parameters).all())
