"""Lessons as admins see and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import TypeAdapter

from api_client.models.admin import AdminLesson, LessonCreate, LessonPatch, Why
from api_client.resources.admin.calls import part

if TYPE_CHECKING:
    from api_client.resources.admin.calls import AdminCalls
    from api_client.resources.admin.fields import LessonFields, NewLesson

_LESSON = TypeAdapter(AdminLesson)
_WHY = TypeAdapter(Why)
_PATH = "/v1/admin/lessons"


class Lessons:
    """The calls under `/v1/admin/lessons`, and creating one in a section."""

    def __init__(self, calls: AdminCalls) -> None:
        self._calls = calls

    async def get(self, lesson_id: str) -> AdminLesson:
        """A lesson."""
        return await self._calls.get(f"{_PATH}/{part(lesson_id)}", _LESSON)

    async def create(self, section_id: str, fields: NewLesson, *, new_id: str | None = None) -> AdminLesson:
        """Create a lesson, the last of its section. With the same `new_id` another try creates no second one."""
        path = f"/v1/admin/sections/{part(section_id)}/lessons"
        return await self._calls.create(path, _LESSON, LessonCreate, fields, new_id)

    async def change(self, lesson_id: str, fields: LessonFields, *, if_match: str | None = None) -> AdminLesson:
        """Change the given fields; `if_match` is the lesson's version."""
        return await self._calls.change(f"{_PATH}/{part(lesson_id)}", _LESSON, LessonPatch, fields, if_match)

    async def delete(self, lesson_id: str, *, if_match: str | None = None) -> None:
        """Delete a lesson, and that people completed it."""
        await self._calls.delete(f"{_PATH}/{part(lesson_id)}", if_match)

    async def why(self, lesson_id: str, user_id: str | None = None) -> Why:
        """Whether a user, or a visitor who is not signed in, sees the lesson, and the rules that say so."""
        query = "?" + urlencode({"user": user_id}) if user_id else ""
        return await self._calls.get(f"{_PATH}/{part(lesson_id)}/why{query}", _WHY)
