"""How far one is in something that takes a few steps: done, the present one bold, what is to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.marks import marks
from widgets.paint import Line, Piece, spread

if TYPE_CHECKING:
    from collections.abc import Sequence


def step_lines(steps: Sequence[tuple[str, str]], present: int, width: int, *, joined: bool) -> list[Line]:
    """A line for each step, with what stands at its right; `joined`: with a line between every two of them."""
    joint: list[Line] = [[Piece("│" if marks().done == "✓" else "|", "faint")]] if joined else []
    lines: list[Line] = []
    for place, (words, beside) in enumerate(steps):
        line = [step_sign(place - present), Piece("  "), Piece(words, "strong" if place == present else "muted")]
        right = [Piece(beside, "muted")] if beside else []
        lines += [*(joint if lines else []), spread(line, right, width)]
    return lines


def step_sign(distance: int) -> Piece:
    """Of a step by its distance from the present one."""
    signs = marks()
    if distance < 0:
        return Piece(signs.done, "success")
    return Piece(signs.open, "muted") if distance else Piece(signs.begun, "accent")
