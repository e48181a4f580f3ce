"""A course as one document: exported, replaced and imported as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from api_client.models.admin import AdminOutline, CourseDocument, DocumentPlan
from api_client.resources.admin.body import parsed
from api_client.resources.admin.calls import part

if TYPE_CHECKING:
    from api_client.resources.admin.calls import AdminCalls

_DOCUMENT = TypeAdapter(CourseDocument)
_OUTLINE = TypeAdapter(AdminOutline)
_PLAN = TypeAdapter(DocumentPlan)
_IMPORT = "/v1/admin/import"


class Documents:
    """The calls that take a whole course.

    None that changes something is sent again where its answer was lost: a second one would create another course, or
    meet the version that the first has made.
    """

    def __init__(self, calls: AdminCalls) -> None:
        self._calls = calls

    @staticmethod
    def parse(text: str) -> CourseDocument:
        """The document that a JSON text is. Raises Invalid, which says what is wrong where."""
        return parsed(CourseDocument, text)

    async def export(self, course_id: str) -> CourseDocument:
        """A course as a document, with the ids of everything."""
        return await self._calls.get(f"/v1/admin/courses/{part(course_id)}/export", _DOCUMENT)

    async def put(self, course_id: str, document: CourseDocument, *, if_match: str) -> AdminOutline:
        """Make a course what the document says, all or nothing; `if_match` is the outline's version.

        Raises VersionMismatch if the course is not what it was, Conflict for ids of another course, and Invalid where
        something lacks that is not named as deleted.
        """
        path, body = _course(course_id), _json(document)
        return await self._calls.write("PUT", path, _OUTLINE, body, if_match=if_match, repeatable=False)

    async def plan_put(self, course_id: str, document: CourseDocument, *, if_match: str) -> DocumentPlan:
        """What `put` would change, and what it refuses."""
        return await self._calls.plan("PUT", _course(course_id), _PLAN, _json(document), if_match)

    async def create(self, document: CourseDocument) -> AdminOutline:
        """Import a course that is not there yet. Raises Invalid with every fault, and Conflict for ids in use."""
        return await self._calls.write("POST", _IMPORT, _OUTLINE, _json(document), repeatable=False)

    async def plan_create(self, document: CourseDocument) -> DocumentPlan:
        """What `create` would create, and what it refuses."""
        return await self._calls.plan("POST", _IMPORT, _PLAN, _json(document))


def _course(course_id: str) -> str:
    return f"/v1/admin/courses/{part(course_id)}"


def _json(document: CourseDocument) -> str:
    return document.model_dump_json()
