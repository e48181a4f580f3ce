"""Finding the course or the user that an admin names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client import documents
from api_client.escapes import shown
from tui.commands.failure import Exit, Failure
from tui.commands.find import Candidate, as_id, pick
from tui.commands.output import given, name

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.models.admin import AdminUser, AdminUserDetail
    from api_client.resources.admin.admin import Admin

_LISTED = 12
"""Users that an ambiguous name lists."""


def add_course(parser: ArgumentParser) -> None:
    """The argument that names a course."""
    parser.add_argument("course", metavar="COURSE", nargs="+", help="an id, a name, or a part of one")


def exact(text: str) -> str:
    """A name as it is stored, harmless and on one line."""
    return name(shown(text))


async def find_course_id(library: Library, words: Sequence[str]) -> str:
    """The id of the course that the words name; private ones count, too. Raises Failure and ApiError."""
    wanted = " ".join(words)
    if id := as_id(wanted):
        return id
    courses = (await library.fetch(documents.admin_courses())).value or ()
    return pick("course", wanted, [Candidate(str(course.id), shown(course.name)) for course in courses]).id


async def find_user(admin: Admin, wanted: str) -> AdminUserDetail:
    """The user with this id, else this e-mail address or name, else the one who has it in one of these.

    Raises Failure where it is nobody, or can be several, and ApiError.
    """
    wanted = wanted.strip()
    if not wanted:
        raise Failure("The name of the user is empty.", code=Exit.USAGE)
    if id := as_id(wanted):
        return await admin.users.get(id)
    found = (await admin.users.page(wanted, limit=200)).items
    folded = wanted.casefold()
    same = [user for user in found if folded in (user.email.casefold(), user.name.casefold(), user.clerk_user_id)]
    found = same or found
    if not found:
        raise Failure(
            f"No user is called “{given(wanted)}”.", "`syllabus admin users` lists them.", code=Exit.NOT_FOUND
        )
    if len(found) > 1:
        raise _ambiguous(wanted, found)
    return await admin.users.get(str(found[0].id))


def _ambiguous(wanted: str, found: Sequence[AdminUser]) -> Failure:
    """Addresses are in no error: the id, and since when they are known, tell one from another."""
    lines = [f"{user.id}  {exact(user.name)} · {user.role} · since {user.created_at:%Y-%m-%d}" for user in found]
    more = [f"and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return Failure(
        f"“{given(wanted)}” can be any of {len(found)} users; give more of the name, or the id:",
        *lines[:_LISTED],
        *more,
        code=Exit.USAGE,
    )
