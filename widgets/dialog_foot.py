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
    """Keys with what they do; a click presses them."""

    DEFAULT_CSS = """
    DialogFoot { height: 1; width: 1fr; }
    """

    left: reactive[Pairs] = reactive["Pairs"](())
    """Keys as Textual names them, with what they do."""
    off: reactive[bool] = reactive(False)
    """Whether those at the left do nothing yet: they are faint."""

    def __init__(self, left: Pairs, right: Pairs) -> None:
        """`right`: the keys that are always there."""
        super().__init__()
        self.set_reactive(DialogFoot.left, left)
        self._right = right

    def render_line(self, y: int) -> Strip:
        """The pairs of key and label."""
        width = self.size.width
        return self.strip(spread(*self._fitting(width), width), width)

    def _fitting(self, width: int) -> tuple[Line, Line]:
        """Both sides with as much of the labels as there is room for; at last, keys are left out from the end."""
        for words, gap, named in ((99, 3, True), (99, 2, True), (99, 2, False), (1, 2, False)):
            left = self._pairs(self.left, words, gap, faint=self.off)
            right = self._pairs(self._right, words if named else 0, gap)
            if cells(left) + cells(right) < width:
                return left, right
        right = self._pairs(self._right, 0, 2)
        count = len(self.left)
        while count and cells(self._pairs(self.left[:count], 1, 2)) + cells(right) >= width:
            count -= 1
        return self._pairs(self.left[:count], 1, 2, faint=self.off), right

    def _pairs(self, hints: Pairs, words: int, gap: int, *, faint: bool = False) -> Line:
        """Each key with so many words of its label."""
        line: Line = []
        for key, label in hints:
            display = self.app.get_key_display(Binding(key, ""))
            action = f"app.simulate_key({key!r})"
            if line:
                line.append(Piece(" " * gap))
            line.append(Piece(display, "faint" if faint else "strong", action))
            if words:
                line.append(Piece(f" {' '.join(label.split()[:words])}", "faint" if faint else "muted", action))
        return line
