"""`syllabus doctor`: what is as it should be, what is not, and what helps."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from api_client.errors import ApiError
from tui.commands.command import Command, no_arguments
from tui.commands.failure import Exit
from widgets.marks import marks

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from tui.commands.checks import Check
    from tui.commands.context import Context

_STYLES = {"ok": "green", "warning": "yellow", "failed": "red"}


def _run(context: Context, _arguments: Namespace) -> int:
    from tui.commands.checks import Check, surroundings
    from tui.commands.session_checks import keyring_check

    found = [*surroundings(context, os.environ), keyring_check(context)]
    try:
        _ = context.account
    except ApiError as error:  # nobody knows whose SYLLABUS_TOKEN is, and so neither which cache and queue to look at
        return _report(context, [*found, Check("account", "failed", error.sentence, "It is about SYLLABUS_TOKEN.")])
    return context.with_library(partial(_examine, context, found))


async def _examine(context: Context, found: list[Check], library: Library) -> int:
    from tui.commands.checks import server
    from tui.commands.session_checks import sign_in_checks

    found += await server(context, library)
    found += [check async for check in sign_in_checks(context, library)]
    return _report(context, found)


def _report(context: Context, found: Sequence[Check]) -> int:
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
