"""The footer: the keys that work here and now, as many as fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.reactive import reactive
from textual.strip import Strip

from widgets.paint import Line, Piece, Toned, cells, spread


@dataclass(frozen=True, slots=True)
class Hint:
    """A key with what it does."""

    key: str
    """As Textual names it, for pressing it with the mouse."""
    display: str
    label: str
    short: str = ""
    """The label where there is little room; the label itself if empty."""
    wide: bool = False
    """Whether it is for wide terminals alone."""


class Footer(Toned):
    """One line. Pairs at the left are dropped from the end until all fit; those at the right stay."""

    DEFAULT_CSS = """
    Footer { height: 1; width: 1fr; background: $footer-background; }
    """

    hints: reactive[tuple[Hint, ...]] = reactive[tuple[Hint, ...]](())
    fixed: reactive[tuple[Hint, ...]] = reactive[tuple[Hint, ...]](())

    def render_line(self, y: int) -> Strip:
        """The pairs; below 60 columns with short labels and a smaller margin."""
        width = self.size.width
        narrow = self.narrow
        margin = Piece(" " if narrow else "  ")
        gap = "  " if narrow else "   "
        fixed = self.fixed[:1] if narrow else [hint for hint in self.fixed if width >= 100 or not hint.wide]
        right = self._pairs(fixed, gap, narrow, bare=narrow)
        room = width - cells(right) - 2 * len(margin.text) - len(gap)
        hints = list(self.hints)
        while hints and cells(self._pairs(hints, gap, narrow)) > room:
            hints.pop()
        return self.strip(spread([margin, *self._pairs(hints, gap, narrow)], [*right, margin], width), width)

    def _pairs(self, hints: Sequence[Hint], gap: str, narrow: bool, bare: bool = False) -> Line:
        line: Line = []
        for hint in hints:
            action = f"app.simulate_key({hint.key!r})"
            label = (hint.short or hint.label) if narrow else hint.label
            if line:
                line.append(Piece(gap))
            line.append(Piece(hint.display, "strong", action))
            if label and not bare:
                line.append(Piece(f" {label}", "muted", action))
        return line
