"""Somebody at the terminal who knows nothing but what stands on the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.terminal import Terminal

_KEYS = {"↵": "enter", "esc": "escape", "^p": "ctrl+p", "^q": "ctrl+q"}


class Person:
    """Presses the keys that the footer or the help names for what is wanted."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def wait(self, *texts: str) -> None:
        """Wait until all of these are on the screen at once."""
        self.terminal.wait_for(*texts)

    def do(self, label: str) -> None:
        """Press the key that the footer names for something."""
        self._wait_offered(label)
        self._press(self.footer[label])

    def look_up(self, label: str) -> None:
        """Press the key that the help names for something."""
        self._press(self._ask(label))

    def click(self, label: str) -> None:
        """Click on a label of the footer."""
        self._wait_offered(label)
        column = self.terminal.lines[-1].index(label)
        self.terminal.click(column, len(self.terminal.lines) - 1)

    @property
    def footer(self) -> dict[str, str]:
        """The keys of the last line by their labels."""
        pairs = (pair.split(" ", 1) for pair in re.split(r"\s{2,}", self.terminal.lines[-1].strip()))
        return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}

    def _wait_offered(self, label: str) -> None:
        self.terminal.wait(lambda: label in self.footer, f"{label!r} in the footer")

    def _press(self, key: str) -> None:
        self.terminal.press(_KEYS.get(key, key))

    def _ask(self, label: str) -> str:
        self.terminal.press("?")
        self.wait("type to filter")
        self.terminal.press(label)
        row = re.compile(rf"([^\s▌]\S*)(?: \S+)* {{2,}}{label} {{2,}}\w")
        self.terminal.wait(lambda: row.search(self.terminal.text) is not None, f"the help has {label!r}")
        found = row.search(self.terminal.text)
        assert found is not None
        self.terminal.press("escape")
        self.terminal.wait_gone("esc Close")
        return found[1]
