"""`syllabus doctor`: what is as it should be, what is not, and what helps."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from tui.commands.command import Command, no_arguments
from tui.commands.failure import Exit
from widgets.marks import marks

if TYPE_CHECKING:
    from argparse import Namespace

    from api_client.library import Library
    from tui.commands.checks import Check
    from tui.commands.context import Context

_STYLES = {"ok": "green", "warning": "yellow", "failed": "red"}


def _run(context: Context, _arguments: Namespace) -> int:
    return context.with_library(partial(_examine, context))


async def _examine(context: Context, library: Library) -> int:
    from tui.commands.checks import server, surroundings
    from tui.commands.session_checks import keyring_check, sign_in_checks

    found = [*surroundings(context, os.environ), keyring_check(context), *await server(context, library)]
    found += [check async for check in sign_in_checks(context, library)]
    if context.output.as_json:
        items = [
            {"name": check.name, "verdict": check.verdict, "finding": check.finding, "helps": check.helps or None}
            for check in found
        ]
        context.output.json({"items": items})
    else:
        for check in found:
            _print(context, check)
    return Exit.FAILED if any(check.verdict == "failed" for check in found) else Exit.DONE


def _print(context: Context, check: Check) -> None:
    sign = {"ok": marks().done, "warning": "!", "failed": "✗" if marks().done == "✓" else "x"}[check.verdict]
    if not context.output.for_people:
        context.output.line("\t".join((check.verdict, check.name, check.finding, check.helps)))
        return
    context.output.line(f"{sign:{len(marks().done)}} {check.name:10} {check.finding}", _STYLES[check.verdict])
    if check.helps:
        context.output.line(f"  {'':10} {check.helps}")


COMMAND = Command(
    name="doctor",
    summary="look for the cause of trouble",
    run=_run,
    add_arguments=no_arguments,
    details="The exit code is 1 when something is wrong. In a pipe: verdict, name, finding, what helps.",
)
