"""A copy of a course: everything in it as something new, and private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.models.text import NAME_LENGTH

if TYPE_CHECKING:
    from api_client.models.admin import AdminOutline, CourseDocument
    from api_client.resources.admin.admin import Admin

_COPY = "Copy of "


def as_copy(document: CourseDocument) -> CourseDocument:
    """The document of the copy. Its sections are private, so nobody sees any of it; the lessons keep theirs."""
    sections = tuple(
        section.model_copy(
            update={
                "id": None,
                "status": "private",
                "lessons": tuple(lesson.model_copy(update={"id": None}) for lesson in section.lessons),
            }
        )
        for section in document.sections
    )
    name = f"{_COPY}{document.name}"[:NAME_LENGTH]
    return document.model_copy(update={"id": None, "name": name, "sections": sections})


async def duplicate(admin: Admin, course_id: str) -> AdminOutline:
    """Make a copy of a course. Raises ApiError."""
    return await admin.documents.create(as_copy(await admin.documents.export(course_id)))
