"""Rows of courses, with all their columns, as the documents that admins get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.queries.admin.rows import LessonRow, SectionRow
    from backend.statement import AnyRow


def section_document(row: AnyRow | SectionRow, version: str) -> dict[str, Any]:
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
        "version": version,
    }


def lesson_document(row: AnyRow | LessonRow, completions: int, version: str) -> dict[str, Any]:
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
        "version": version,
    }
