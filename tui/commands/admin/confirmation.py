"""A word that a person types before something is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.dialogue import Dialogue
from tui.commands.failure import Exit, Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable


def add_yes(parser: ArgumentParser) -> None:
    """The option that stands for the word."""
    parser.add_argument("--yes", action="store_true", help="do it without asking")


def confirm(word: str, sentences: Iterable[str], *, yes: bool) -> None:
    """Say what goes, and ask for the word. Raises Failure where it is not given; `yes` gives it beforehand."""
    dialogue = Dialogue()
    if yes:
        return
    if not dialogue.can_ask:
        raise Failure(*sentences, "Nothing was changed. --yes does it without asking.", code=Exit.USAGE)
    for sentence in sentences:
        dialogue.say(sentence)
    if dialogue.ask(f"Type {word} to go on:").casefold() != word:
        raise Failure("Nothing was changed.")
