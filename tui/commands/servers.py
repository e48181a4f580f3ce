"""`syllabus servers`: every server and account that is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.commands.command import Command, no_arguments
from tui.commands.context import note_given_token
from tui.commands.describe import account_json
from tui.commands.failure import Exit
from tui.commands.output import Column, name
from tui.targets import LOCAL, server_label

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from api_client.auth.accounts import Account
    from tui.commands.context import Context

_COLUMNS = (
    Column(""),
    Column("Server", flexible=True),
    Column("Account", flexible=True),
    Column("Id", audience="programs"),
    Column("Kept in"),
    Column("Waiting", right=True),
)


def _run(context: Context, _arguments: Namespace) -> int:
    import asyncio

    items = asyncio.run(_items(context))
    note_given_token(context)
    if context.output.as_json:
        context.output.json({"items": items})
    else:
        context.output.table(_COLUMNS, [_row(item) for item in items])
    return Exit.DONE


def _known(context: Context) -> Iterator[tuple[str, Account | None]]:
    """Servers with accounts: this computer, what is signed in, and the server in use if nobody is there."""
    yield "", None
    accounts = sorted(context.sessions.accounts.all(), key=lambda account: (account.server, account.name, account.id))
    for account in accounts:
        yield account.server, account
    if context.server and context.stored_account is None:
        yield context.server, None


async def _items(context: Context) -> list[dict[str, Any]]:
    return [await _item(context, server, account) for server, account in _known(context)]


async def _item(context: Context, server: str, account: Account | None) -> dict[str, Any]:
    return {
        "server": server or LOCAL,
        "inUse": (server, account) == (context.server, context.stored_account),
        "account": account and account_json(account),
        "waiting": await _waiting(context, server, account),
    }


async def _waiting(context: Context, server: str, account: Account | None) -> int:
    """Marks that are not sent; nothing is asked of a server, and no file is made."""
    if not context.library_file(server, account).exists():
        return 0
    library = context.library_for(server, account)
    try:
        return sum(1 for mark in await library.queue() if mark.refusal is None)
    finally:
        library.close()


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    account = item["account"]
    return (
        "*" if item["inUse"] else "",
        LOCAL if item["server"] == LOCAL else server_label(item["server"]),
        name(account["name"]) if account else "",
        account["id"] if account else "",
        account["keptIn"] if account else "",
        str(item["waiting"]),
    )


COMMAND = Command(
    name="servers",
    summary="list the servers and accounts that are known",
    run=_run,
    add_arguments=no_arguments,
    details="In a pipe: * for the one in use, server, account, account id, where its session is kept, marks waiting.",
)
