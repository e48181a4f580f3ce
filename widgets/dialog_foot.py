"""The last line of a dialog: what can be done, and at the right how to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.paint import Line, Piece, Toned, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from widgets.footer import Hint


class DialogFoot(Toned):
    """Keys with what they do; a click presses them."""

    DEFAULT_CSS = """
    DialogFoot { height: 1; width: 1fr; }
    """

    def __init__(self, left: Sequence[Hint], right: Sequence[Hint]) -> None:
        super().__init__()
        self._left = left
        self._right = right

    def render_line(self, y: int) -> Strip:
        """The pairs of key and label."""
        width = self.size.width
        return self.strip(spread(self._pairs(self._left), self._pairs(self._right), width), width)

    def _pairs(self, hints: Sequence[Hint]) -> Line:
        line: Line = []
        for hint in hints:
            action = f"app.simulate_key({hint.key!r})"
            gap = [Piece("   ")] if line else []
            line += [*gap, Piece(hint.display, "strong", action), Piece(f" {hint.label}", "muted", action)]
        return line
