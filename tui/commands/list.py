"""Every command, in the order of `--help`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import (
    admin,
    buy,
    completion,
    config,
    courses,
    doctor,
    done,
    lesson,
    login,
    logout,
    next,  # noqa: A004  # the command's own name
    outline,
    products,
    progress,
    purchases,
    search,
    serve,
    servers,
    sync,
    use,
    watch,
    whoami,
)

if TYPE_CHECKING:
    from tui.commands.command import Command, Group

COMMANDS: tuple[Command | Group, ...] = tuple(
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
        products,
        buy,
        purchases,
        login,
        logout,
        whoami,
        servers,
        use,
        sync,
        serve,
        admin,
        doctor,
        config,
        completion,
    )
)
