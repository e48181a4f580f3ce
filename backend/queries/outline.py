"""One course with everything in it that the viewer can see."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select

from backend import rules
from backend.columns import Id
from backend.queries.offers import offers_by_course
from backend.queries.summaries import Counts, course_columns, summary
from backend.tables import course_sections, courses, lessons, user_lesson_complete

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect
    from backend.viewer import Viewer


def outline(
    connection: Connection, viewer: Viewer, course_id: object, access: rules.Access = rules.has_access
) -> dict[str, Any] | None:
    """The Outline of a course; None if it is not visible. `access` decides whether the viewer has access to it."""
    parameters = {"viewer": viewer.id, "course": course_id}
    course = connection.execute(_course(access), parameters).first()
    if course is None:
        return None
    rows = connection.execute(_lessons(access), parameters).all()
    sections = _sections(rows)
    offers = offers_by_course(connection, [course[0]])
    return summary(course, _counts(rows, len(sections)), offers.get(course[0], ())) | {"sections": sections}


@cache
def _course(access: rules.Access) -> AnySelect:
    is_visible = rules.course_is_visible(courses.c.id, access)
    return course_columns(access).where(courses.c.id == bindparam("course", type_=Id), is_visible)


@cache
def _lessons(access: rules.Access) -> AnySelect:
    done = user_lesson_complete.alias("done")
    course = bindparam("course", type_=Id)
    return (
        select(
            course_sections.c.id,
            course_sections.c.name,
            course_sections.c.order,
            lessons.c.id,
            lessons.c.name,
            lessons.c.order,
            lessons.c.status,
            rules.lesson_is_locked(access(course)).label("locked"),
            done.c.createdAt,
        )
        .join_from(course_sections, lessons, lessons.c.sectionId == course_sections.c.id)
        .outerjoin(done, and_(done.c.lessonId == lessons.c.id, done.c.userId == rules.VIEWER))
        .where(course_sections.c.courseId == course, rules.lesson_is_visible())
        .order_by(*rules.OUTLINE_ORDER)
    )


def _sections(rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """The sections of lessons in outline order."""
    return [_section(list(lessons)) for _, lessons in groupby(rows, key=itemgetter(0))]


def _section(rows: Sequence[AnyRow]) -> dict[str, Any]:
    section_id, name, order, *_ = rows[0]
    return {
        "id": section_id,
        "name": name,
        "order": order,
        "lessonCount": len(rows),
        "completedCount": sum(1 for row in rows if row[8] is not None),
        "lessons": [
            {
                "id": lesson_id,
                "name": name,
                "order": order,
                "status": status,
                "locked": bool(locked),
                "completedAt": completed_at,
            }
            for _, _, _, lesson_id, name, order, status, locked, completed_at in rows
        ],
    }


def _counts(rows: Sequence[AnyRow], section_count: int) -> Counts:
    """What `counts_by_course` counts, of lessons that are at hand."""
    times = [row[8] for row in rows if row[8] is not None]
    previews = sum(1 for row in rows if row[6] == "preview")
    next_id, next_name, position = _next(rows)
    return section_count, len(rows), len(times), previews, max(times, default=None), next_id, next_name, position


def _next(rows: Sequence[AnyRow]) -> tuple[Any, Any, Any]:
    for position, row in enumerate(rows, start=1):
        if row[8] is None and not row[7]:
            return row[3], row[4], position
    return None, None, None
