"""What the tree draws of a course that was read, and of changes that the server has not confirmed yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api_client.admin_rows import admin_section_rows
from api_client.escapes import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api_client.admin_rows import AdminLessonRow, AdminSectionRow
    from api_client.models.admin import AdminLesson, AdminOutline, AdminSection
    from api_client.ordering.journal import Fields


@dataclass(slots=True)
class CourseRows:
    """Sections and lessons by id: as stored, for forms, and as drawn."""

    outline: AdminOutline
    sections: dict[str, AdminSectionRow] = field(init=False)
    lessons: dict[str, AdminLessonRow] = field(init=False)

    def __post_init__(self) -> None:
        rows = admin_section_rows(self.outline)
        self.sections = {section.id: section for section in rows}
        self.lessons = {lesson.id: lesson for section in rows for lesson in section.lessons}

    def lay_over(self, pending: Mapping[str, Fields]) -> None:
        """Draw some fields as they will be, or, after a refusal, as they are again."""
        for id, fields in pending.items():
            drawn = {name: shown(value or "") for name, value in fields.items() if name in ("name", "status")}
            if id in self.lessons:
                self.lessons[id] = self.lessons[id]._replace(**drawn)
            elif id in self.sections:
                self.sections[id] = self.sections[id]._replace(**drawn)

    def section(self, id: str) -> AdminSection | None:
        """A section as it is stored."""
        return next((section for section in self.outline.sections if str(section.id) == id), None)

    def lesson(self, id: str) -> AdminLesson | None:
        """A lesson as it is stored."""
        if id not in self.lessons:
            return None
        return next(
            (lesson for section in self.outline.sections for lesson in section.lessons if str(lesson.id) == id), None
        )

    def fields(self, id: str) -> Fields | None:
        """The fields of a section or lesson as they are stored; None if it is gone."""
        if (lesson := self.lesson(id)) is not None:
            return {
                "name": lesson.name,
                "description": lesson.description,
                "youtube_video_id": lesson.youtube_video_id,
                "status": lesson.status,
            }
        if (section := self.section(id)) is not None:
            return {"name": section.name, "status": section.status}
        return None

    def name(self, id: str) -> str:
        """The name of a section or lesson, harmless for a terminal."""
        row = self.lessons.get(id) or self.sections.get(id)
        return row.name if row else "something that is gone"
