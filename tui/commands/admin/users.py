"""`syllabus admin users [WORDS]`: who is known, and what they bought."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.admin.find import exact
from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.failure import Exit
from tui.commands.output import Column

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.models.admin import AdminUser
    from api_client.resources.admin.admin import Admin
    from tui.commands.context import Context
    from tui.commands.output import Cell

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("Name", flexible=True),
    Column("E-mail", flexible=True),
    Column("Role"),
    Column("Courses", right=True),
    Column("Purchases", right=True),
    Column("Cents", audience="programs"),
    Column("Paid", right=True, audience="people"),
)
_PAGE = 200


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", metavar="WORDS", nargs="*", help="only those who have these in name or e-mail address")


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_list, context, " ".join(arguments.words)))


async def _list(context: Context, words: str, library: Library) -> int:
    users = await library.administer(partial(_all, words))
    if context.output.as_json:
        context.output.json({"items": [user.model_dump(mode="json") for user in users]})
        return Exit.DONE
    context.output.table(_COLUMNS, map(_cells, users))
    if not users:
        warn("Nobody has these words in name or e-mail address." if words else "Nobody has signed in yet.")
    return Exit.DONE


async def _all(words: str, admin: Admin) -> Sequence[AdminUser]:
    """Every page. Users who move from one to another meanwhile are in it once."""
    users: dict[str, AdminUser] = {}
    cursor = None
    while True:
        page = await admin.users.page(words, cursor=cursor, limit=_PAGE)
        users.update((str(user.id), user) for user in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return list(users.values())


def _cells(user: AdminUser) -> Sequence[Cell]:
    return (
        str(user.id),
        exact(user.name),
        exact(user.email),
        "deleted" if user.deleted_at else user.role,
        str(user.course_count),
        str(user.purchase_count),
        str(user.paid_in_cents),
        f"${user.paid_in_cents / 100:,.2f}" if user.paid_in_cents else "",
    )


COMMAND = Command(
    name="users",
    summary="list the users, with what they have access to and paid",
    run=_run,
    add_arguments=_add_arguments,
    details="In a pipe: id, name, e-mail address, role (or `deleted`), courses, purchases, cents paid.",
)
