"""The forms of what a course is made of: itself, its sections, its lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from api_client.models.text import description_fault, name_fault
from screens.admin.form import FormScreen, Save
from screens.admin.visibility import lesson_visibility, section_visibility
from widgets.fields.line_field import LineField
from widgets.fields.text_field import TextField

if TYPE_CHECKING:
    from api_client.models.admin import AdminCourse, AdminLesson, AdminOutline, AdminSection

T = TypeVar("T")


def course_form(save: Save[T], course: AdminCourse | AdminOutline | None = None) -> FormScreen[T]:
    """Name and description of a course; of a new one if None."""
    fields = (
        LineField("Name", course.name if course else "", key="name", check=name_fault),
        TextField("Description", course.description if course else "", key="description", check=description_fault),
    )
    return FormScreen("Edit course" if course else "New course", fields, save, new=course is None)


def section_form(save: Save[T], section: AdminSection | None = None) -> FormScreen[T]:
    """Name and visibility of a section; of a new one, which begins private, if None."""
    fields = (
        LineField("Name", section.name if section else "", key="name", check=name_fault),
        section_visibility(section.status if section else "private"),
    )
    return FormScreen("Edit section" if section else "New section", fields, save, new=section is None)


def lesson_form(save: Save[T], section: AdminSection, lesson: AdminLesson | None = None) -> FormScreen[T]:
    """A lesson of a section; a new one, which begins private, if None. Any address of a YouTube video is taken."""
    fields = (
        LineField("Name", lesson.name if lesson else "", key="name", check=name_fault),
        LineField(
            "YouTube video",
            lesson.youtube_video_id if lesson else "",
            "a link, or the video's id",
            key="youtube_video_id",
        ),
        lesson_visibility(lesson.status if lesson else "private", section_is_private=section.status == "private"),
        TextField(
            "Description", (lesson.description if lesson else None) or "", key="description", check=description_fault
        ),
    )
    return FormScreen("Edit lesson" if lesson else "New lesson", fields, save, new=lesson is None)
