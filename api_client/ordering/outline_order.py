"""The order of a course that was read as an outline or a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.ordering.order import SectionOrder

if TYPE_CHECKING:
    from api_client.models.admin import AdminOutline, CourseDocument
    from api_client.ordering.order import Order


def order_of(course: AdminOutline | CourseDocument) -> Order:
    """The order of a course's sections and lessons. What has no id yet is not in it."""
    return tuple(
        SectionOrder(str(section.id), tuple(str(lesson.id) for lesson in section.lessons if lesson.id))
        for section in course.sections
        if section.id
    )
