"""The document that a course is exported as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.queries.admin.rows import CourseRows


def exported(rows: CourseRows) -> dict[str, Any]:
    """The CourseDocument of a course, its texts exactly as they are stored."""
    lessons: dict[Any, list[dict[str, Any]]] = {section.id: [] for section in rows.sections}
    for row in rows.lessons:
        lesson = {
            "id": row.id,
            "name": row.name,
            "description": row.description,
            "youtubeVideoId": row.youtubeVideoId,
            "status": row.status,
        }
        lessons[row.sectionId].append(lesson)
    return {
        "id": rows.course.id,
        "name": rows.course.name,
        "description": rows.course.description,
        "sections": [
            {"id": row.id, "name": row.name, "status": row.status, "lessons": lessons[row.id]} for row in rows.sections
        ],
        "deleted": {"sections": [], "lessons": []},
    }
