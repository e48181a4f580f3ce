"""Courses as admins see and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import TypeAdapter

from api_client.models import Outline
from api_client.models.admin import (
    AdminCourse,
    AdminOutline,
    CourseCreate,
    CoursePatch,
    Finding,
    Findings,
    OrderRequest,
)
from api_client.resources.admin.body import checked
from api_client.resources.admin.calls import part

if TYPE_CHECKING:
    from api_client.client import Client
    from api_client.ordering.order import Order
    from api_client.resources.admin.calls import AdminCalls
    from api_client.resources.admin.fields import CourseFields, NewCourse

_COURSE = TypeAdapter(AdminCourse)
_OUTLINE = TypeAdapter(AdminOutline)
_SEEN = TypeAdapter(Outline)
_FINDINGS = TypeAdapter(Findings)
_PATH = "/v1/admin/courses"


class Courses:
    """The calls under `/v1/admin/courses`, and `/v1/admin/lint`."""

    def __init__(self, calls: AdminCalls, client: Client) -> None:
        self._calls = calls
        self._client = client

    async def outline(self, course_id: str) -> AdminOutline:
        """A course with everything in it, and its versions."""
        return await self._calls.get(f"{_PATH}/{part(course_id)}", _OUTLINE)

    async def outline_as(self, course_id: str, viewer: str) -> Outline:
        """What a viewer gets: `visitor`, `learner`, or the id of a user. Its text is cleaned, as theirs is."""
        query = urlencode({"as": viewer})
        answer = await self._client.get(f"{_PATH}/{part(course_id)}/outline?{query}", _SEEN)
        assert answer.value is not None  # no ETag was sent
        return answer.value

    async def create(self, fields: NewCourse, *, new_id: str | None = None) -> AdminCourse:
        """Create a course. With the same `new_id` another try creates no second one."""
        return await self._calls.create(_PATH, _COURSE, CourseCreate, fields, new_id)

    async def change(self, course_id: str, fields: CourseFields, *, if_match: str | None = None) -> AdminCourse:
        """Change the given fields; `if_match` is the version of the course's own row."""
        return await self._calls.change(f"{_PATH}/{part(course_id)}", _COURSE, CoursePatch, fields, if_match)

    async def delete(self, course_id: str, *, if_match: str | None = None) -> None:
        """Delete a course with everything in it."""
        await self._calls.delete(f"{_PATH}/{part(course_id)}", if_match)

    async def reorder(self, course_id: str, order: Order, *, if_match: str) -> AdminOutline:
        """Put sections and lessons into a new order; `if_match` is the outline's version.

        All of them have to be there, once. Raises VersionMismatch if the course is not what it was, and Invalid if
        this is no order of its sections and lessons. It may be sent twice: an order that is there is no conflict.
        """
        sections = [{"id": section.id, "lesson_ids": section.lesson_ids} for section in order]
        body = checked(OrderRequest, {"sections": sections})
        return await self._calls.write("PUT", f"{_PATH}/{part(course_id)}/order", _OUTLINE, body, if_match=if_match)

    async def lint(self, course_id: str | None = None) -> list[Finding]:
        """What is probably not meant, in one course or in all, errors first."""
        query = "?" + urlencode({"course": course_id}) if course_id else ""
        return (await self._calls.get(f"/v1/admin/lint{query}", _FINDINGS)).items
