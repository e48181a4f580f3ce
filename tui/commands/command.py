"""What a command is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from tui.commands.context import Context


@dataclass(frozen=True, slots=True)
class Command:
    """One command of `syllabus`. Its module imports nothing heavy: what it needs is imported when it runs."""

    name: str
    summary: str
    """One line for `--help`."""
    run: Callable[[Context, Namespace], int]
    """Does it and returns the exit code; raises Failure or ApiError."""
    add_arguments: Callable[[ArgumentParser], None]
    details: str = ""
    """What else one must know, below the options."""


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that share a word before their names: `syllabus admin promote`."""

    name: str
    summary: str
    commands: tuple[Command, ...]


def no_arguments(_parser: ArgumentParser) -> None:
    """For a command that takes none."""
