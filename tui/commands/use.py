"""`syllabus use SERVER [ACCOUNT]`: which server and account everything else works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.describe import account_json
from tui.commands.failure import Exit, Failure
from tui.commands.known import find_account, find_server
from tui.commands.output import name
from tui.targets import LOCAL, server_label

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from tui.commands.context import Context


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("to", metavar="SERVER", help="its address, a part of a known one, or `local`: this computer")
    parser.add_argument("account", metavar="ACCOUNT", nargs="*", help="a name, a part of one, or an id")


def _run(context: Context, arguments: Namespace) -> int:
    accounts = context.sessions.accounts
    server = find_server(accounts, arguments.to)
    refuse_overruled(context, server)
    account = find_account(accounts, server, arguments.account) if server else None
    try:
        accounts.use(server, account)
    except OSError as error:
        raise Failure(f"{context.folders.state} cannot be written ({error.strerror}).") from error
    if context.output.as_json:
        context.output.json({"server": server or LOCAL, "account": account and account_json(account)})
        return Exit.DONE
    who = f"{name(account.name)} on " if account else ""
    context.output.line(f"In use: {who}{server_label(server)}")
    if server and account is None:
        warn(f"Nobody is signed in there: `syllabus login {server}`.")
    return Exit.DONE


def refuse_overruled(context: Context, server: str) -> None:
    """Raise Failure where a setting names another server: what comes next would read and mark there all the same."""
    setting = context.settings.server
    if setting and setting != (server or LOCAL):
        origin = context.loaded.origins["server"]
        raise Failure(
            f"`server` is set to {setting} in {origin}, and that wins over `use`.",
            f"Take it out there, or set it to {server or LOCAL}.",
        )


COMMAND = Command(
    name="use",
    summary="switch to another server or account",
    run=_run,
    add_arguments=_add_arguments,
    details="`syllabus use local` goes back to the courses of this computer. `syllabus servers` lists what there is.",
)
