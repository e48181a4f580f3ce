"""One course with everything in it, as admins see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backend.queries.admin.counts import completions_by_lesson, learner_count
from backend.queries.admin.documents import lesson_document, section_document
from backend.queries.admin.products_of import products_by_course
from backend.queries.admin.rows import CourseRows, course_rows
from backend.versions import row_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Usage:
    """What an outline tells that is not in the course's own rows."""

    learners: int
    completions: Mapping[Any, int]
    """By lesson."""
    products: Sequence[dict[str, Any]]


def admin_outline(connection: Connection, course_id: object) -> dict[str, Any] | None:
    """The AdminOutline of a course; None if there is none."""
    rows = course_rows(connection, course_id)
    return None if rows is None else outline_document(rows, usage_of(connection, rows.course.id))


def usage_of(connection: Connection, course_id: Any) -> Usage:  # noqa: ANN401  # as the database gives ids
    """Who has a course and what they completed of it, and the products that it is in."""
    return Usage(
        learner_count(connection, course_id),
        completions_by_lesson(connection, course_id),
        products_by_course(connection, [course_id])[course_id],
    )


def outline_document(rows: CourseRows, usage: Usage) -> dict[str, Any]:
    """The AdminOutline of a course."""
    course_id, name, description, created_at, updated_at = rows.course
    completions = usage.completions
    lessons_of: dict[Any, list[dict[str, Any]]] = {section.id: [] for section in rows.sections}
    for row, version in zip(rows.lessons, rows.lesson_versions, strict=True):
        lessons_of[row.sectionId].append(lesson_document(row, completions.get(row.id, 0), version))
    return {
        "id": course_id,
        "name": name,
        "description": description,
        "learnerCount": usage.learners,
        "completionCount": sum(completions.values()),
        "products": usage.products,
        "createdAt": created_at,
        "updatedAt": updated_at,
        "version": rows.version,
        "rowVersion": row_version(rows.course),
        "sections": [
            section_document(row, version) | {"lessons": lessons_of[row.id]}
            for row, version in zip(rows.sections, rows.section_versions, strict=True)
        ],
    }
