"""The title of a dialog with what is to be known before one answers it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive

from widgets.block import Block
from widgets.paint import Line, Piece, cut_line, wrap
from widgets.text import one_line


class DialogText(Block):
    """A bold title, and paragraphs below it."""

    paragraphs: reactive[Sequence[str]] = reactive[Sequence[str]]((), layout=True)

    def __init__(self, title: str, *paragraphs: str) -> None:
        super().__init__()
        self._title = title
        self.set_reactive(DialogText.paragraphs, paragraphs)

    def compose_lines(self, width: int) -> list[Line]:
        """Title and text, with a blank line between where the terminal is not flat."""
        blank: list[Line] = [[]] if self.app.size.height >= 16 else []
        lines: list[Line] = [cut_line([Piece(one_line(self._title), "strong")], width)]
        for paragraph in self.paragraphs:
            lines += [*blank, *wrap(paragraph, width, "muted")]
        return lines
