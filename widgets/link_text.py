"""A title with a link below it, in full: for reading it, and for copying it by hand."""

from __future__ import annotations

from widgets.block import Block
from widgets.paint import Line, Piece, cut_line, wrap
from widgets.text import one_line


class LinkText(Block):
    """The link is wrapped, never cut: a part of it is of no use."""

    def __init__(self, title: str, url: str) -> None:
        super().__init__()
        self._title = title
        self._url = url

    def compose_lines(self, width: int) -> list[Line]:
        """Title and link."""
        return [
            cut_line([Piece(one_line(self._title), "strong")], width),
            *wrap(self._url, width, "accent"),
        ]
