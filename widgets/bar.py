"""The progress bar: a thin line with half steps."""

from widgets.marks import marks
from widgets.paint import Line, Piece


def bar(completed: int, total: int, width: int) -> Line:
    """A bar of `width` cells: nothing filled only at 0, never full before all is done; done is green, else accent."""
    signs = marks()
    if total and completed >= total:
        return [Piece(signs.bar_full * width, "done")]
    if not completed or width < 1:
        return [Piece(signs.bar_rest * max(0, width), "track")]
    halves = min(max(1, completed * width * 2 // total), width * 2 - 1)
    full, half = divmod(halves, 2)
    if signs.bar_half == signs.bar_full:
        full, half = max(1, full), 0
    line = [
        Piece(signs.bar_full * full, "accent"),
        Piece(signs.bar_half * half, "accent"),
        Piece(signs.bar_rest * (width - full - half), "track"),
    ]
    return [piece for piece in line if piece.text]
