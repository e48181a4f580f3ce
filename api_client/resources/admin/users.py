"""Users as admins see them; their role and their access by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import TypeAdapter

from api_client.models import Page
from api_client.models.admin import AdminUser, AdminUserDetail, UserPatch
from api_client.resources.admin.calls import part

if TYPE_CHECKING:
    from api_client.resources.admin.calls import AdminCalls

_PAGE = TypeAdapter(Page[AdminUser])
_USER = TypeAdapter(AdminUserDetail)
_PATH = "/v1/admin/users"


class Users:
    """The calls under `/v1/admin/users`."""

    def __init__(self, calls: AdminCalls) -> None:
        self._calls = calls

    async def page(self, words: str = "", *, cursor: str | None = None, limit: int = 50) -> Page[AdminUser]:
        """A page of users who have all the words in name or e-mail address; `cursor` is that of the page before.

        Users who come or go meanwhile may repeat: deduplicate by id.
        """
        query = {"limit": str(limit), "q": words, "cursor": cursor or ""}
        asked = urlencode({name: value for name, value in query.items() if value})
        return await self._calls.get(f"{_PATH}?{asked}", _PAGE)

    async def get(self, user_id: str) -> AdminUserDetail:
        """A user with their courses."""
        return await self._calls.get(f"{_PATH}/{part(user_id)}", _USER)

    async def set_role(self, user_id: str, role: str, *, if_match: str | None = None) -> AdminUserDetail:
        """Make a user an `admin`, or a `user` again. Raises Conflict for the last admin."""
        return await self._calls.change(f"{_PATH}/{part(user_id)}", _USER, UserPatch, {"role": role}, if_match)

    async def grant(self, user_id: str, course_id: str) -> None:
        """Give access to a course by hand; it stays whatever becomes of purchases."""
        await self._calls.tell("PUT", _access(user_id, course_id))

    async def revoke(self, user_id: str, course_id: str) -> None:
        """Take access to a course away, whatever gave it; that they completed lessons stays."""
        await self._calls.tell("DELETE", _access(user_id, course_id))


def _access(user_id: str, course_id: str) -> str:
    return f"{_PATH}/{part(user_id)}/courses/{part(course_id)}"
