"""The first line of a form: what is edited, and whether it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.reactive import reactive

from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, spread
from widgets.text import one_line

if TYPE_CHECKING:
    from textual.strip import Strip

FormState = Literal["", "unsaved", "saving"]


class FormHead(Toned):
    """A bold title, and the state at the right."""

    DEFAULT_CSS = """
    FormHead { height: 1; width: 1fr; }
    """

    state: reactive[FormState] = reactive[FormState]("")

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        words = {"": "", "unsaved": "unsaved", "saving": f"{marks().waiting} saving"}[self.state]
        right: Line = [Piece(words, "warning")] if words else []
        return self.strip(spread([Piece(one_line(self._title), "strong")], right, width), width)
