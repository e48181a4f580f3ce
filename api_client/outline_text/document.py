"""An outline as the document that the server would export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.models.admin import CourseDocument, LessonDocument, SectionDocument

if TYPE_CHECKING:
    from api_client.models.admin import AdminOutline


def document_of(outline: AdminOutline) -> CourseDocument:
    """The course as a document that changes nothing."""
    return CourseDocument(
        id=outline.id,
        name=outline.name,
        description=outline.description,
        sections=tuple(
            SectionDocument(
                id=section.id,
                name=section.name,
                status=section.status,
                lessons=tuple(
                    LessonDocument(
                        id=lesson.id,
                        name=lesson.name,
                        description=lesson.description,
                        youtube_video_id=lesson.youtube_video_id,
                        status=lesson.status,
                    )
                    for lesson in section.lessons
                ),
            )
            for section in outline.sections
        ),
    )
