"""Course summaries: what every list of courses shows of each. The courses are chosen by others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, select

from backend import rules
from backend.columns import Ids, Timestamp, is_among
from backend.queries.lessons import visible_lessons
from backend.queries.offers import offers_by_course
from backend.tables import course_sections, courses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect
    from backend.viewer import Viewer

Counts = tuple[int, int, int, int, Any, Any, Any, Any]
"""Sections, lessons, completed lessons, preview lessons, last completion; id, name and position of the next lesson."""

NOTHING: Counts = (0, 0, 0, 0, None, None, None, None)


def course_columns(access: rules.Access = rules.has_access) -> AnySelect:
    """The columns of a course, and whether the viewer has access to it."""
    return select(
        courses.c.id,
        courses.c.name,
        courses.c.description,
        courses.c.createdAt,
        courses.c.updatedAt,
        access(courses.c.id).label("owned"),
    )


def summaries(connection: Connection, viewer: Viewer, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """The CourseSummary of each row; a row begins with `course_columns`, of a course that is visible."""
    ids = [row[0] for row in rows]
    counts = counts_by_course(connection, viewer, ids)
    offers = offers_by_course(connection, ids)
    return [
        summary(row, counts.get(course_id, NOTHING), offers.get(course_id, ()))
        for course_id, row in zip(ids, rows, strict=True)
    ]


def summary(row: AnyRow, counts: Counts, offers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One CourseSummary."""
    course_id, name, description, created_at, updated_at, owned, *_ = row
    section_count, lesson_count, completed_count, previews, last, next_id, next_name, position = counts
    return {
        "id": course_id,
        "name": name,
        "description": description,
        "sectionCount": section_count,
        "lessonCount": lesson_count,
        "completedCount": completed_count,
        "access": access_word(owned, previews),
        "products": offers,
        "nextLesson": next_id and {"id": next_id, "name": next_name, "position": position},
        "lastCompletedAt": last,
        "createdAt": created_at,
        "updatedAt": updated_at,
    }


def access_word(owned: object, previews: object) -> str:
    """The word for what the viewer has of a course."""
    return "owned" if owned else "preview" if previews else "locked"


def counts_by_course(connection: Connection, viewer: Viewer, ids: Sequence[Any]) -> dict[Any, Counts]:
    """What is counted of visible courses; one without a visible lesson is left out."""
    if not ids:
        return {}
    rows = connection.execute(_COUNTS, {"viewer": viewer.id, "courses": ids})
    return {course_id: tuple(counts) for course_id, *counts in rows}


def _counts() -> AnySelect:
    # The courses come as ids: from a subquery with a limit, SQLite would go through the sections of all courses.
    place = visible_lessons(is_among(course_sections.c.courseId, bindparam("courses", type_=Ids))).cte("place")
    is_open = and_(place.c.completedAt.is_(None), ~place.c.locked)
    counts = (
        select(
            place.c.courseId,
            func.count(place.c.sectionId.distinct()).label("sections"),
            func.count().label("lessons"),
            func.count(place.c.completedAt).label("completed"),
            func.count(case((place.c.status == "preview", 1))).label("previews"),
            func.max(place.c.completedAt, type_=Timestamp).label("last"),
            func.min(case((is_open, place.c.position))).label("next"),
        )
        .group_by(place.c.courseId)
        .cte("counts")
    )
    following = place.alias("following")
    is_next = and_(following.c.courseId == counts.c.courseId, following.c.position == counts.c.next)
    return select(
        *(column for column in counts.c if column.name != "next"),
        following.c.id,
        following.c.name,
        following.c.position,
    ).outerjoin_from(counts, following, is_next)


_COUNTS = _counts()
