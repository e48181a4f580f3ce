"""The line above a list: what it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.paint import Piece, Toned, spread

if TYPE_CHECKING:
    from textual.strip import Strip


class TitleLine(Toned):
    """A bold title, words beside it, and something at the right."""

    DEFAULT_CSS = """
    TitleLine { height: 1; width: 1fr; }
    """

    title: reactive[str] = reactive("")
    beside: reactive[Sequence[Piece]] = reactive[Sequence[Piece]](())
    right: reactive[Sequence[Piece]] = reactive[Sequence[Piece]](())

    def __init__(self, title: str, right: Sequence[Piece] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(TitleLine.title, title)
        self.set_reactive(TitleLine.right, right)

    def render_line(self, y: int) -> Strip:
        """The line within the margins."""
        width = self.size.width
        margin = Piece(" " if self.app.size.width < 60 else "  ")
        left = [margin, Piece(self.title, "strong"), Piece("   "), *self.beside]
        return self.strip(spread(left, [*self.right, margin], width), width)
