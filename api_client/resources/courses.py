"""Courses: the catalog in pages, and all the lessons of one course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from pydantic import TypeAdapter

from api_client.models import CourseSummary, Lesson, Page

if TYPE_CHECKING:
    from api_client.client import Answer, Client

_PAGE = TypeAdapter(Page[CourseSummary])
_LESSONS = TypeAdapter(Page[Lesson])


class Courses:
    """The calls under `/v1/courses`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def page(self, path: str, etag: str | None = None) -> Answer[Page[CourseSummary]]:
        """One page of a list of courses, by its path."""
        return await self._client.get(path, _PAGE, etag)

    async def lessons(self, path: str, etag: str | None = None) -> Answer[Page[Lesson]]:
        """One page of a course's lessons that the viewer can see, in order, by its path."""
        return await self._client.get(path, _LESSONS, etag)


def lessons_path(course_id: str) -> str:
    """The first page of a course's lessons."""
    return f"/v1/courses/{quote(course_id, safe='')}/lessons?limit=200"


def next_page(path: str, page: Page[Any]) -> str | None:
    """The path of the page after this one; None on the last."""
    if page.next_cursor is None:
        return None
    first, _, _ = path.partition("&cursor=")
    return f"{first}&{urlencode({'cursor': page.next_cursor})}"
