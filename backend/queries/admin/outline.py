"""One course with everything in it, as admins see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from backend.columns import Id
from backend.queries.admin.courses import learner_count
from backend.queries.admin.products_of import products_by_course
from backend.queries.admin.rows import CourseRows, course_rows
from backend.tables import course_sections, lessons, user_lesson_complete
from backend.versions import row_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from backend.statement import AnyRow

_COURSE = bindparam("course", type_=Id)
_LEARNERS = select(learner_count(_COURSE))
_COMPLETIONS = (
    select(user_lesson_complete.c.lessonId, func.count())
    .join_from(course_sections, lessons, lessons.c.sectionId == course_sections.c.id)
    .join(user_lesson_complete, user_lesson_complete.c.lessonId == lessons.c.id)
    .where(course_sections.c.courseId == _COURSE)
    .group_by(user_lesson_complete.c.lessonId)
)


def admin_outline(connection: Connection, course_id: object) -> dict[str, Any] | None:
    """The AdminOutline of a course; None if there is none."""
    rows = course_rows(connection, course_id)
    return None if rows is None else outline_of(connection, rows)


def outline_of(connection: Connection, rows: CourseRows) -> dict[str, Any]:
    """The AdminOutline of a course whose rows are at hand."""
    course_id, name, description, created_at, updated_at = rows.course
    parameters = {"course": course_id}
    completions: dict[Any, int] = dict(connection.execute(_COMPLETIONS, parameters).all())
    lessons_of: dict[Any, list[dict[str, Any]]] = {section.id: [] for section in rows.sections}
    for row in rows.lessons:
        lessons_of[row.sectionId].append(lesson_document(row, completions.get(row.id, 0)))
    return {
        "id": course_id,
        "name": name,
        "description": description,
        "learnerCount": connection.scalar(_LEARNERS, parameters),
        "completionCount": sum(completions.values()),
        "products": products_by_course(connection, [course_id])[course_id],
        "createdAt": created_at,
        "updatedAt": updated_at,
        "version": rows.version,
        "rowVersion": row_version(rows.course),
        "sections": [section_document(row) | {"lessons": lessons_of[row.id]} for row in rows.sections],
    }


def section_document(row: AnyRow) -> dict[str, Any]:
    """The SectionFields of a row with all columns."""
    section_id, name, status, order, course_id, created_at, updated_at = row
    return {
        "id": section_id,
        "name": name,
        "order": order,
        "status": status,
        "courseId": course_id,
        "createdAt": created_at,
        "updatedAt": updated_at,
        "version": row_version(row),
    }


def lesson_document(row: AnyRow | Sequence[Any], completions: int) -> dict[str, Any]:
    """The AdminLesson of a row with all columns."""
    lesson_id, name, description, video, order, status, section_id, created_at, updated_at = row
    return {
        "id": lesson_id,
        "name": name,
        "description": description,
        "youtubeVideoId": video,
        "order": order,
        "status": status,
        "sectionId": section_id,
        "completionCount": completions,
        "createdAt": created_at,
        "updatedAt": updated_at,
        "version": row_version(row),
    }
