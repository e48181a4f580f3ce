"""Starting a program beside this one: detached, silent, reaped."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

SETTLED = 3.0
"""Seconds after which a program that still runs counts as started."""


def launch_first(
    commands: Sequence[Sequence[str]], environment: Mapping[str, str], outcome: Future[str | None]
) -> None:
    """Start the first command that does not fail at once; `outcome` becomes None, or what went wrong with the last.

    Blocks until the program has ended, so that it leaves no zombie: for a thread of its own.
    """
    reason = ""
    for command in commands:
        name = Path(command[0]).name
        try:
            child = subprocess.Popen(  # noqa: S603  # an argument vector; links are checked by tui.links
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            reason = f"{name} could not be started: {error.strerror or 'it is no program'}."
            continue
        try:
            code = child.wait(SETTLED)
        except subprocess.TimeoutExpired:
            outcome.set_result(None)
            child.wait()
            return
        if code == 0:
            outcome.set_result(None)
            return
        reason = f"{name} ended at once with code {code}."
    outcome.set_result(reason)
