"""What is to be done for a course to become a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backend.course_document.compared import Compared
from backend.course_document.fields import Faults, Fields, course_fields, differs, lesson_fields, section_fields

if TYPE_CHECKING:
    from uuid import UUID

    from api_client.models.admin import CourseDocument
    from backend.course_document.rows import Rows
    from backend.queries.admin.rows import CourseRows


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it. For a course that is as the document says there is nothing to do."""

    course_id: UUID
    is_new: bool
    course: Fields | None
    """What the course's own row is to hold, where that differs."""
    sections: Rows
    lessons: Rows
    faults: Faults = field(default_factory=Faults)
    """Why it cannot be done; nothing is, unless there is none."""


def plan(document: CourseDocument, course_id: UUID, rows: CourseRows | None) -> Plan:
    """What is to be done for a course, whose rows are given unless it is new, to become the document."""
    faults = Faults()
    course = rows.course if rows else None
    fields = course_fields(document, course, faults)
    sections = Compared("sections", "courseId", rows.sections if rows else (), section_fields, faults)
    lessons = Compared("lessons", "sectionId", rows.lessons if rows else (), lesson_fields, faults)

    ids = [sections.read(section, f"/sections/{at}") for at, section in enumerate(document.sections)]
    sections.place(course_id, ids)
    for at, (section_id, section) in enumerate(zip(ids, document.sections, strict=True)):
        pointer = f"/sections/{at}/lessons"
        lessons.place(
            section_id, [lessons.read(each, f"{pointer}/{place}") for place, each in enumerate(section.lessons)]
        )
    sections.delete(document.deleted.sections)
    lessons.delete(document.deleted.lessons)
    return Plan(
        course_id,
        is_new=course is None,
        course=fields if differs(fields, course) else None,
        sections=sections.rows,
        lessons=lessons.rows,
        faults=faults,
    )
