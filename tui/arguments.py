"""The arguments of `syllabus`."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, ArgumentParser
from typing import TYPE_CHECKING, NoReturn

from tui.commands.command import Command, Group
from tui.commands.failure import Exit
from tui.commands.list import COMMANDS

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]  # has no public name


class _Parser(ArgumentParser):
    """Argparse with its complaint on the first line, then what helps."""

    def error(self, message: str) -> NoReturn:
        from tui.commands.output import given

        sys.stderr.write(f"{self.prog}: {given(message, 500)}\nTry: {self.prog} --help\n")
        sys.exit(Exit.USAGE)


def build_parser() -> ArgumentParser:
    """The parser of the whole command line."""
    everywhere = _everywhere()
    parser = _Parser(
        prog="syllabus",
        description="A course platform in the terminal. Without a command it opens the interface.",
        epilog="Exit codes: 0 done, 1 failed, 2 usage, 3 offline, 4 sign-in needed, 5 not found or no access.",
        parents=[everywhere],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for command in COMMANDS:
        _add(commands, command, everywhere)
    return parser


def _add(commands: _SubParsersAction[_Parser], command: Command | Group, everywhere: _Parser) -> None:
    one = commands.add_parser(
        command.name,
        help=command.summary,
        description=f"{command.summary[0].upper()}{command.summary[1:]}.",
        epilog=command.details if isinstance(command, Command) else None,
        parents=[everywhere],
        allow_abbrev=False,
    )
    if isinstance(command, Group):
        inner = one.add_subparsers(title="commands", metavar="COMMAND", dest="subcommand", required=True)
        for each in command.commands:
            _add(inner, each, everywhere)
        return
    one.add_argument("--json", action="store_true", help="print JSON")
    command.add_arguments(one)
    one.set_defaults(run=command.run)


def _everywhere() -> _Parser:
    """Before and after the command; suppressed, for a command's own default would undo what stood before it."""
    parser = _Parser(add_help=False, argument_default=SUPPRESS)
    group = parser.add_argument_group("everywhere")
    group.add_argument("--server", metavar="URL", help="talk to this server, or `local`; empty: the one in use")
    group.add_argument("--ascii", action="store_true", help="draw marks in ASCII")
    group.add_argument("--empty", action="store_true", help="a first start makes no demo catalog")
    return parser
