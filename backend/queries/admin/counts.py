"""How many learners a course has, and how often its lessons were completed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, not_, select

from backend import rules
from backend.columns import Id
from backend.tables import course_sections, lessons, user_course_access, user_lesson_complete

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause

_COURSE = bindparam("course", type_=Id)
_WITH_LESSONS = course_sections.join(lessons, lessons.c.sectionId == course_sections.c.id)
_DONE = _WITH_LESSONS.join(user_lesson_complete, user_lesson_complete.c.lessonId == lessons.c.id)
_IS_HIDDEN = not_(rules.lesson_is_visible())
_BY_LESSON = (
    select(user_lesson_complete.c.lessonId, func.count())
    .select_from(_DONE)
    .where(course_sections.c.courseId == _COURSE)
    .group_by(user_lesson_complete.c.lessonId)
)
_OF_LESSON = (
    select(func.count())
    .select_from(user_lesson_complete)
    .where(user_lesson_complete.c.lessonId == bindparam("lesson", type_=Id))
)


def counts_of(course_id: ColumnElement[Any]) -> dict[str, ColumnElement[int]]:
    """The numbers of a course's `sections`, `lessons`, `hidden` lessons, `learners` and `completions`, as SQL."""

    def counted(rows: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
        found = select(func.count()).select_from(rows).where(course_sections.c.courseId == course_id, *conditions)
        return found.scalar_subquery()

    return {
        "sections": counted(course_sections),
        "lessons": counted(_WITH_LESSONS),
        "hidden": counted(_WITH_LESSONS, _IS_HIDDEN),
        "learners": _learners(course_id),
        "completions": counted(_DONE),
    }


def learner_count(connection: Connection, course_id: object) -> int:
    """How many users have access to a course."""
    return connection.scalar(select(_learners(_COURSE)), {"course": course_id}) or 0


def completions_by_lesson(connection: Connection, course_id: object) -> dict[Any, int]:
    """How many users completed each lesson of a course; those that nobody did are left out."""
    return dict(connection.execute(_BY_LESSON, {"course": course_id}).all())


def completion_count(connection: Connection, lesson_id: object) -> int:
    """How many users completed a lesson."""
    return connection.scalar(_OF_LESSON, {"lesson": lesson_id}) or 0


def _learners(course_id: ColumnElement[Any]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(user_course_access)
        .where(user_course_access.c.courseId == course_id)
        .scalar_subquery()
    )
