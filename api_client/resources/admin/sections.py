"""The sections of courses as admins change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from api_client.models import admin as models
from api_client.resources.admin.calls import part

if TYPE_CHECKING:
    from api_client.resources.admin.calls import AdminCalls
    from api_client.resources.admin.fields import NewSection, SectionFields

_SECTION = TypeAdapter(models.SectionFields)
_PATH = "/v1/admin/sections"


class Sections:
    """The calls under `/v1/admin/sections`, and creating one in a course."""

    def __init__(self, calls: AdminCalls) -> None:
        self._calls = calls

    async def create(self, course_id: str, fields: NewSection, *, new_id: str | None = None) -> models.SectionFields:
        """Create a section, the last of its course. With the same `new_id` another try creates no second one."""
        path = f"/v1/admin/courses/{part(course_id)}/sections"
        return await self._calls.create(path, _SECTION, models.SectionCreate, fields, new_id)

    async def change(
        self, section_id: str, fields: SectionFields, *, if_match: str | None = None
    ) -> models.SectionFields:
        """Change the given fields; `if_match` is the section's version."""
        return await self._calls.change(f"{_PATH}/{part(section_id)}", _SECTION, models.SectionPatch, fields, if_match)

    async def delete(self, section_id: str, *, if_match: str | None = None) -> None:
        """Delete a section with its lessons."""
        await self._calls.delete(f"{_PATH}/{part(section_id)}", if_match)
