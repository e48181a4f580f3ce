"""The cells at the right of an admin's rows: words on columns of a fixed width, as many as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from widgets.paint import Line, Piece, cells, cut_line
from widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOMY = 58
"""Cells from which a row has margins, and a column for its state in words; below, its mark says it alone."""
NAME_WIDTH = 24
"""Cells that a name shall have before a column is left out."""


def cell(text: str, width: int, tone: str = "muted") -> Piece:
    """A word at the right end of its column; one that is too long for it still stands apart from the one before."""
    return Piece(" " * max(1, width - cell_len(text)) + text, tone)


def named_row(mark: Piece, name: str, tone: str, columns: Sequence[Piece], width: int) -> Line:
    """Mark, name, and the columns, from the right end on: as many as leave the name its room, and at least one."""
    margin = 1 if width >= ROOMY else 0
    room = width - cells([mark]) - 2 * margin - 1
    kept: list[Piece] = []
    for column in columns:
        if kept and room - cells([*kept, column]) < NAME_WIDTH:
            break
        kept.append(column)
    left = [Piece(" " * margin), mark, Piece(" ")]
    line = cut_line([Piece(one_line(name), tone)], width - cells(left) - cells(kept) - margin - 1)
    gap = width - cells(left) - cells(line) - cells(kept) - margin
    return [*left, *line, Piece(" " * max(0, gap)), *reversed(kept), Piece(" " * margin)]
