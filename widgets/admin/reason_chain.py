"""Why somebody sees a lesson or not: the answer, and the rules that lead to it, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.block import Block
from widgets.marks import marks
from widgets.paint import Line, Piece, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReasonChain(Block):
    """The rules in the order in which they are asked."""

    def __init__(self, result: str, reasons: Sequence[str]) -> None:
        """`result`: `visible`, `locked` or `hidden`; `reasons` are harmless for a terminal."""
        super().__init__()
        self._result = result
        self._reasons = reasons

    def compose_lines(self, width: int) -> list[Line]:
        """The answer, and the chain."""
        signs = marks()
        sign, tone = {
            "visible": (signs.done, "success"),
            "locked": (signs.locked, "warning"),
            "hidden": (signs.locked, "faint"),
        }.get(self._result, (signs.open, "muted"))
        lines: list[Line] = [[Piece(f"{sign} ", tone), Piece(self._result, f"{tone} strong")], []]
        for number, reason in enumerate(self._reasons, 1):
            first, *rest = wrap(reason, width - 4, "text") or [[]]
            lines += [[Piece(f"{number:>2}  ", "faint"), *first], *([Piece("    "), *line] for line in rest)]
        return lines
