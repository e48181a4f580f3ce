"""One edit of a section or a lesson: sent to the server, and shown in the outline before that is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from api_client.models.admin import AdminLesson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api_client.models.admin import AdminOutline, AdminSection, SectionFields
    from api_client.ordering.journal import Edited, Fields
    from api_client.resources.admin import fields as written
    from api_client.resources.admin.admin import Admin


async def send(admin: Admin, edit: Edited) -> AdminLesson | SectionFields:
    """Give a section or lesson the fields of the edit, whatever version it has: no other field is touched."""
    changes = dict(edit.after)
    if edit.kind == "lesson":
        return await admin.lessons.change(edit.id, cast("written.LessonFields", changes))
    return await admin.sections.change(edit.id, cast("written.SectionFields", changes))


def stored(row: AdminLesson | AdminSection | SectionFields, names: Iterable[str]) -> Fields:
    """Some fields of a row, as they are stored."""
    values: dict[str, Any] = {name: getattr(row, name) for name in names}
    return values


def with_row(outline: AdminOutline, row: AdminLesson | SectionFields) -> AdminOutline:
    """The outline with what the server answered for one of its rows."""
    if isinstance(row, AdminLesson):
        sections = [_with_lesson(section, row) for section in outline.sections]
    else:
        fields: dict[str, Any] = {"name": row.name, "status": row.status, "version": row.version}
        sections = [
            section.model_copy(update=fields) if section.id == row.id else section for section in outline.sections
        ]
    return outline.model_copy(update={"sections": sections})


def _with_lesson(section: AdminSection, lesson: AdminLesson) -> AdminSection:
    if all(each.id != lesson.id for each in section.lessons):
        return section
    lessons = [lesson if each.id == lesson.id else each for each in section.lessons]
    return section.model_copy(update={"lessons": lessons})
