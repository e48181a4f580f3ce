"""The title of a page below others: the way there, and at the right what state it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, spread
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip


class CrumbLine(Toned):
    """`Admin › Courses › Linear Algebra`, the last one bold; a click on the others goes back."""

    DEFAULT_CSS = """
    CrumbLine { height: 1; width: 1fr; }
    """

    crumbs: reactive[tuple[str, ...]] = reactive[tuple[str, ...]](())
    state: reactive[Sequence[Piece]] = reactive["Sequence[Piece]"](())

    def render_line(self, y: int) -> Strip:
        """The line within the margins of the list below it."""
        width = self.size.width
        margin = Piece(" " if self.narrow else "  ")
        left: Line = [margin]
        for crumb in self.crumbs[-1:] if self.narrow else self.crumbs:
            if crumb is self.crumbs[-1]:
                left.append(Piece(one_line(crumb), "strong"))
            else:
                left += [Piece(crumb, "faint", "screen.back"), Piece(f" {marks().forward} ", "faint")]
        return self.strip(spread(left, [*self.state, Piece("   ")], width), width)
