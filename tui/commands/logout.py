"""`syllabus logout [SERVER]`: sign out on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tui.commands.command import Command
from tui.commands.context import note_given_token
from tui.commands.describe import account_json
from tui.commands.dialogue import Dialogue
from tui.commands.failure import Exit, Failure
from tui.commands.known import find_account, find_server
from tui.commands.output import name
from tui.targets import server_label
from widgets.text import plural
from widgets.unsaved import unsaved

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from api_client.auth.accounts import Account
    from api_client.library import Library
    from tui.commands.context import Context

Fate = Literal["send", "keep", "drop"]

_PATIENCE = 30.0
"""Seconds to wait until everything is sent."""
_CHOICES = {
    "send": "send marks now; moves that are not saved are kept",
    "keep": "keep it on this computer; marks are sent after the next sign-in as this account",
    "drop": "forget it",
    "cancel": "stay signed in",
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("of", metavar="SERVER", nargs="?", help="its address, or a part of it; else the one in use")
    parser.add_argument("account", metavar="ACCOUNT", nargs="*", help="a name, a part of one, or an id")
    fate = parser.add_mutually_exclusive_group()
    for word in ("send", "keep", "drop"):
        fate.add_argument(
            f"--{word}", dest="fate", action="store_const", const=word, help=f"what is unsent: {_CHOICES[word]}"
        )


def _run(context: Context, arguments: Namespace) -> int:
    import asyncio

    from tui.log import log_to

    log_to(context.folders.state)
    account = _account(context, arguments)
    library = context.library_for(account.server, account)
    try:
        waiting, drafts = asyncio.run(_unsent(library))
        fate: Fate = (arguments.fate or _ask_fate(waiting, drafts)) if waiting or drafts else "drop"
        if waiting and fate == "send":
            asyncio.run(_send(library))
        ending = asyncio.run(context.sessions.end(account))
        notices = asyncio.run(library.forget(keep_marks=fate == "keep" or (fate == "send" and drafts > 0)))
    finally:
        library.close()
    told = {"waiting": waiting, "drafts": drafts, "fate": fate if waiting or drafts else None}
    _report(context, account, ending.revoked, told, (*ending.sentences, *notices))
    return Exit.DONE if ending.deleted and not notices else Exit.FAILED


def _account(context: Context, arguments: Namespace) -> Account:
    accounts = context.sessions.accounts
    server = find_server(accounts, arguments.of) if arguments.of else context.server
    # Of nobody but who is in use, unless somebody is named: signing out twice must not sign out two.
    account = find_account(accounts, server, arguments.account) if arguments.account else accounts.at(server)
    if account is None:
        where = f"on {server_label(server)}" if server else "here: the courses of this computer need no sign-in"
        raise Failure(f"Nobody is signed in {where}.", "`syllabus servers` lists the accounts.", code=Exit.SIGN_IN)
    return account


async def _unsent(library: Library) -> tuple[int, int]:
    """Marks that wait, and courses with moves that are not saved."""
    waiting = sum(1 for mark in await library.queue() if mark.refusal is None)
    return waiting, len(await library.drafts.all())


def _ask_fate(waiting: int, drafts: int) -> Fate:
    dialogue = Dialogue()
    marks = f"{plural(waiting, 'mark')} {'waits' if waiting == 1 else 'wait'} to be sent." if waiting else ""
    sentence = " ".join(filter(None, (marks, unsaved(drafts))))
    if not dialogue.can_ask:
        raise Failure(sentence, *(f"--{word:5} {_CHOICES[word]}" for word in ("send", "keep", "drop")))
    match dialogue.choose(f"{sentence} What now?", _CHOICES):
        case "send" | "keep" | "drop" as fate:
            return fate
        case _:
            raise Failure("Nothing was changed.")


async def _send(library: Library) -> None:
    """Raises Failure where something stays behind: nobody is signed out then."""
    library.start()
    status = await library.send(_PATIENCE)
    if status.waiting:
        reason = status.reason or "The server did not answer in time."
        raise Failure(
            f"{plural(status.waiting, 'mark')} could not be sent. {reason}",
            "Nothing else was changed. --keep or --drop sign out all the same.",
            code=Exit.SIGN_IN if status.connection == "signed_out" else Exit.OFFLINE,
        )


def _report(
    context: Context, account: Account, revoked: bool, marks: Mapping[str, object], sentences: Sequence[str]
) -> None:
    if context.output.as_json:
        context.output.json(
            {
                "server": account.server,
                "account": account_json(account),
                "marks": marks,
                "revoked": revoked,
                "notes": list(sentences),
            }
        )
    else:
        context.output.line(f"Signed out {name(account.name)} of {server_label(account.server)} on this computer.")
        for sentence in sentences:
            context.output.line(sentence)
    note_given_token(context)


COMMAND = Command(
    name="logout",
    summary="sign out on this computer",
    run=_run,
    add_arguments=_add_arguments,
    details="What was cached for the account goes, too. In a pipe, what is unsent needs --send, --keep or --drop.",
)
