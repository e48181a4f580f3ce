"""One course with everything in it that the viewer can see."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select

from backend import rules
from backend.columns import Id
from backend.queries.courses import access_word, course_columns
from backend.queries.offers import offers_by_course
from backend.tables import course_sections, courses, lessons, user_lesson_complete

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow, AnySelect
    from backend.viewer import Viewer


def outline(connection: Connection, viewer: Viewer, course_id: object) -> dict[str, Any] | None:
    """The Outline of a course; None if it is not visible."""
    parameters = {"viewer": viewer.id, "course": course_id}
    course = connection.execute(_course(), parameters).first()
    if course is None:
        return None
    identity, name, description, created_at, updated_at, owned = course
    rows = connection.execute(_lessons(), parameters).all()
    sections = _sections(rows)
    offers = offers_by_course(connection, [identity])
    completed = [row[8] for row in rows if row[8] is not None]
    return {
        "id": identity,
        "name": name,
        "description": description,
        "sectionCount": len(sections),
        "lessonCount": len(rows),
        "completedCount": len(completed),
        "access": access_word(owned, any(row[6] == "preview" for row in rows)),
        "products": offers.get(identity, ()),
        "nextLesson": _next_lesson(rows),
        "lastCompletedAt": max(completed, default=None),
        "createdAt": created_at,
        "updatedAt": updated_at,
        "sections": sections,
    }


@cache
def _course() -> AnySelect:
    return course_columns().where(courses.c.id == bindparam("course", type_=Id), rules.course_is_visible(courses.c.id))


@cache
def _lessons() -> AnySelect:
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
            rules.lesson_is_locked(rules.has_access(course)).label("locked"),
            done.c.createdAt,
        )
        .join_from(course_sections, lessons, lessons.c.sectionId == course_sections.c.id)
        .outerjoin(done, and_(done.c.lessonId == lessons.c.id, done.c.userId == rules.VIEWER))
        .where(course_sections.c.courseId == course, rules.lesson_is_visible())
        .order_by(*rules.OUTLINE_ORDER)
    )


def _sections(rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """The sections of lessons in outline order. Equal names or orders do not merge two: the id decides."""
    sections: list[dict[str, Any]] = []
    summaries: list[dict[str, Any]] = []
    current: Any = None
    for section_id, section_name, section_order, lesson_id, name, order, status, locked, completed_at in rows:
        if section_id != current:
            current = section_id
            summaries = []
            sections.append({"id": section_id, "name": section_name, "order": section_order, "lessons": summaries})
        summaries.append(
            {
                "id": lesson_id,
                "name": name,
                "order": order,
                "status": status,
                "locked": bool(locked),
                "completedAt": completed_at,
            }
        )
    for section in sections:
        section["lessonCount"] = len(section["lessons"])
        section["completedCount"] = sum(1 for each in section["lessons"] if each["completedAt"] is not None)
    return sections


def _next_lesson(rows: Sequence[AnyRow]) -> dict[str, Any] | None:
    for position, row in enumerate(rows, start=1):
        if row[8] is None and not row[7]:
            return {"id": row[3], "name": row[4], "position": position}
    return None
