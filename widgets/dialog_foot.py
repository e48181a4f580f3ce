"""The last line of a dialog: what can be done, and at the right how to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.reactive import reactive

from widgets.paint import Line, Piece, Toned, cells, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    Pairs = Sequence[tuple[str, str]]


class DialogFoot(Toned):
    """Keys with what they do; a click presses them. Where they do not fit, labels lose all but their first word."""

    DEFAULT_CSS = """
    DialogFoot { height: 1; width: 1fr; }
    """

    left: reactive[Pairs] = reactive["Pairs"](())
    """Keys as Textual names them, with what they do."""

    def __init__(self, left: Pairs, right: Pairs) -> None:
        """`right`: the keys that are always there."""
        super().__init__()
        self.set_reactive(DialogFoot.left, left)
        self._right = right

    def render_line(self, y: int) -> Strip:
        """The pairs of key and label."""
        width = self.size.width
        left, right = self._pairs(self.left), self._pairs(self._right)
        if cells(left) + cells(right) >= width:
            left, right = self._pairs(self.left, short=True), self._pairs(self._right, short=True)
        return self.strip(spread(left, right, width), width)

    def _pairs(self, hints: Pairs, *, short: bool = False) -> Line:
        line: Line = []
        for key, label in hints:
            display = self.app.get_key_display(Binding(key, ""))
            action = f"app.simulate_key({key!r})"
            gap = [Piece("  " if short else "   ")] if line else []
            words = label.partition(" ")[0] if short else label
            line += [*gap, Piece(display, "strong", action), Piece(f" {words}", "muted", action)]
        return line
