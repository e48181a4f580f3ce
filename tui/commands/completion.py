"""`syllabus completion SHELL`: completion of commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Command
from tui.commands.failure import Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from tui.commands.context import Context

_SHELLS = ("bash", "zsh", "tcsh", "fish", "powershell")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help=", ".join(_SHELLS))


def _run(context: Context, arguments: Namespace) -> int:
    import shtab

    from tui.arguments import build_parser

    context.output.line(shtab.complete(build_parser(), arguments.shell))
    return Exit.DONE


COMMAND = Command(
    name="completion",
    summary="print the completion of a shell",
    run=_run,
    add_arguments=_add_arguments,
    details='For bash: eval "$(syllabus completion bash)" in ~/.bashrc.',
)
