"""Every command, in the order of `--help`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import (
    completion,
    config,
    courses,
    doctor,
    done,
    lesson,
    next,  # noqa: A004  # the command's own name
    outline,
    progress,
    search,
    serve,
    sync,
    watch,
)

if TYPE_CHECKING:
    from tui.commands.command import Command

COMMANDS: tuple[Command, ...] = tuple(
    module.COMMAND
    for module in (
        courses,
        outline,
        lesson,
        next,
        watch,
        done,
        progress,
        search,
        sync,
        serve,
        doctor,
        config,
        completion,
    )
)
