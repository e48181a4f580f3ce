"""Talking with the person on standard error, so that standard output holds what the command is for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tui.commands.failure import Exit, Failure
from widgets.marks import ASCII, marks

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPARE_ROWS = 6
"""Rows that stay free above a QR code, for what is said about it."""
_LONGEST_SECRET = 16_384
"""Characters; what is longer is no token."""


class Dialogue:
    """Sentences, questions and links. In a pipe nothing can be asked."""

    def __init__(self) -> None:
        self.on_terminal = sys.stderr.isatty()
        """Whether a person reads it."""
        self.can_ask = self.on_terminal and sys.stdin.isatty()

    def say(self, text: str = "") -> None:
        """One line, at once."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def ask(self, question: str) -> str:
        """A line that the person types. Raises KeyboardInterrupt where the input ends."""
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        if not (line := sys.stdin.readline()):
            raise KeyboardInterrupt
        return line.strip()

    def choose(self, question: str, choices: Mapping[str, str]) -> str:
        """One of the choices, named by their first letter or in full; it asks until it is one of them."""
        self.say(question)
        for word, meaning in choices.items():
            self.say(f"  {word:8} {meaning}")
        while True:
            answer = self.ask(f"{' / '.join(choices)}?").casefold()
            if picked := [word for word in choices if answer and word.startswith(answer)]:
                return picked[0]

    def secret(self, question: str) -> str:
        """One line of standard input that is not shown. Raises Failure where it is not one line."""
        if sys.stdin.isatty():
            from getpass import getpass

            text = getpass(f"{question} ", stream=sys.stderr)
        else:
            text = sys.stdin.read(_LONGEST_SECRET + 1)
        if len(text.split()) != 1 or len(text) > _LONGEST_SECRET:
            raise Failure("Standard input must hold one access token and nothing else.", code=Exit.USAGE)
        return text.strip()

    def link(self, url: str, *, scan: str = "") -> None:
        """A link on a line of its own, for copying; where there is room, as a QR code, too: of `scan`, if given."""
        self.say()
        self.say(url)
        self.say()
        if self.on_terminal:
            _draw_code(scan or url)

    def large(self, text: str) -> None:
        """A short text that nobody overlooks."""
        if not self.on_terminal:
            self.say(text)
            return
        from rich import box
        from rich.console import Console
        from rich.panel import Panel
        from rich.text import Text

        edges = box.ASCII if marks() is ASCII else box.HEAVY
        console = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
        console.print(Panel(Text(text, style="bold"), box=edges, expand=False, padding=(1, 6)))


def _draw_code(text: str) -> None:
    import segno

    columns, rows = os.get_terminal_size(sys.stderr.fileno())
    try:
        code = segno.make_qr(text, error="l", boost_error=False)
    except segno.DataOverflowError:
        return
    width, height = code.symbol_size(border=2)
    in_ascii = marks() is ASCII
    cells = (2 * width, height) if in_ascii else (width, (height + 1) // 2)
    if cells[0] <= columns and cells[1] + _SPARE_ROWS <= rows:
        code.terminal(sys.stderr, border=2, compact=not in_ascii)
