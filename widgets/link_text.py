"""A title with a link below it, in full: for reading it, and for copying it by hand."""

from __future__ import annotations

from widgets.block import Block
from widgets.paint import Line, first_lines, wrap
from widgets.text import one_line

TITLE_LINES = 2


class LinkText(Block):
    """The link is wrapped, never cut: a part of it is of no use."""

    def __init__(self, title: str, url: str) -> None:
        super().__init__()
        self._title = title
        self._url = url

    def compose_lines(self, width: int) -> list[Line]:
        """Title and link."""
        return [
            *first_lines(wrap(one_line(self._title), width, "strong"), TITLE_LINES),
            *wrap(self._url, width, "accent"),
        ]
