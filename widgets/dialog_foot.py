"""The last line of a dialog: what can be done, and at the right how to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from widgets.paint import Line, Piece, Toned, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip


class DialogFoot(Toned):
    """Keys with what they do; a click presses them."""

    DEFAULT_CSS = """
    DialogFoot { height: 1; width: 1fr; }
    """

    def __init__(self, left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> None:
        """`left`, `right`: keys as Textual names them, with what they do."""
        super().__init__()
        self._left = left
        self._right = right

    def render_line(self, y: int) -> Strip:
        """The pairs of key and label."""
        width = self.size.width
        return self.strip(spread(self._pairs(self._left), self._pairs(self._right), width), width)

    def _pairs(self, hints: Sequence[tuple[str, str]]) -> Line:
        line: Line = []
        for key, label in hints:
            display = self.app.get_key_display(Binding(key, ""))
            action = f"app.simulate_key({key!r})"
            gap = [Piece("   ")] if line else []
            line += [*gap, Piece(display, "strong", action), Piece(f" {label}", "muted", action)]
        return line
