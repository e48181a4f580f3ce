"""`syllabus sync [--status]`: send what waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.describe import account_json, mark_json
from tui.commands.failure import Exit, Failure
from tui.commands.output import Column, name
from tui.targets import LOCAL, server_label
from widgets.text import plural

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.rows import PendingMark
    from api_client.status import SyncStatus
    from tui.commands.context import Context

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("State"),
    Column("Mark"),
    Column("Lesson", flexible=True),
    Column("Course", flexible=True),
    Column("Why", flexible=True),
)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--status", action="store_true", help="only say what waits and what was refused")


def _run(context: Context, arguments: Namespace) -> int:
    if arguments.status:
        return context.with_library(partial(_say, context), start=False)
    return context.with_library(partial(_send, context))


async def _send(context: Context, library: Library) -> int:
    # A fetch raises what a send only notes: that there is no connection, or no account.
    reached = await library.fetch(documents.catalog())
    status = await library.send()
    code = await _say(context, library, asked=status)
    if status.connection == "signed_out":
        raise Failure(status.reason, "What waits is sent after `syllabus login`.", code=Exit.SIGN_IN)
    if reached.error or status.connection in ("offline", "failing"):
        warn(reached.error.sentence if reached.error else status.reason)
        return Exit.OFFLINE
    return code


async def _say(context: Context, library: Library, asked: SyncStatus | None = None) -> int:
    """`asked`: what the server's answers showed, if it was asked."""
    marks = await library.queue()
    _report(context, marks, asked)
    return Exit.FAILED if any(mark.refusal for mark in marks) else Exit.DONE


def _report(context: Context, marks: Sequence[PendingMark], asked: SyncStatus | None) -> None:
    refused = sum(1 for mark in marks if mark.refusal)
    waiting = len(marks) - refused
    if context.output.as_json:
        items = [mark_json(mark) for mark in marks]
        connection = {"connection": asked.connection} if asked else {}
        whose = {"server": context.server or LOCAL, "account": context.account and account_json(context.account)}
        context.output.json({**whose, **connection, "waiting": waiting, "refused": refused, "items": items})
        return
    if context.output.for_people:
        who = f"{name(context.account.name)} on {server_label(context.server)}: " if context.account else ""
        what = f"{plural(waiting, 'mark')} waiting, {refused} refused" if marks else "everything is saved."
        context.output.line(who + what)
    if marks:
        context.output.table(_COLUMNS, [_row(mark) for mark in marks])


def _row(mark: PendingMark) -> tuple[str, ...]:
    word = "complete" if mark.completed else "not complete"
    return mark.lesson_id, mark.sync, word, name(mark.lesson_name), name(mark.course_name), mark.refusal or ""


COMMAND = Command(
    name="sync",
    summary="send what waits to the server",
    run=_run,
    add_arguments=_add_arguments,
    details="In a pipe: lesson id, waiting or refused, the mark, lesson, course, reason.",
)
