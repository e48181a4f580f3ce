"""The line along the top of a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.marks import marks
from widgets.paint import Piece, Toned

if TYPE_CHECKING:
    from textual.strip import Strip


class DialogEdge(Toned):
    """Accent; error where something is going to be destroyed."""

    DEFAULT_CSS = """
    DialogEdge { height: 1; width: 1fr; }
    """

    def __init__(self, tone: str = "accent") -> None:
        super().__init__()
        self._tone = tone

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        return self.strip([Piece(marks().modal_edge * width, self._tone)], width)
