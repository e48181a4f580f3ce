"""One course with everything in it, as admins see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backend.queries.admin.counts import completions_by_lesson, learner_count
from backend.queries.admin.documents import lesson_document, section_document
from backend.queries.admin.products_of import products_by_course
from backend.queries.admin.rows import CourseRows, course_rows
from backend.versions import row_version

if TYPE_CHECKING:
    from sqlalchemy import Connection


def admin_outline(connection: Connection, course_id: object) -> dict[str, Any] | None:
    """The AdminOutline of a course; None if there is none."""
    rows = course_rows(connection, course_id)
    return None if rows is None else outline_of(connection, rows)


def outline_of(connection: Connection, rows: CourseRows) -> dict[str, Any]:
    """The AdminOutline of a course whose rows are at hand."""
    course_id, name, description, created_at, updated_at = rows.course
    completions = completions_by_lesson(connection, course_id)
    lessons_of: dict[Any, list[dict[str, Any]]] = {section.id: [] for section in rows.sections}
    for row, version in zip(rows.lessons, rows.lesson_versions, strict=True):
        lessons_of[row.sectionId].append(lesson_document(row, completions.get(row.id, 0), version))
    return {
        "id": course_id,
        "name": name,
        "description": description,
        "learnerCount": learner_count(connection, course_id),
        "completionCount": sum(completions.values()),
        "products": products_by_course(connection, [course_id])[course_id],
        "createdAt": created_at,
        "updatedAt": updated_at,
        "version": rows.version,
        "rowVersion": row_version(rows.course),
        "sections": [
            section_document(row, version) | {"lessons": lessons_of[row.id]}
            for row, version in zip(rows.sections, rows.section_versions, strict=True)
        ],
    }
