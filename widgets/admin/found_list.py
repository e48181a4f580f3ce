"""What was found for the words that are typed, to choose one of."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.paint import Line, Piece, spread
from widgets.row_list import RowList
from widgets.text import cut, one_line


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be chosen. Its texts are harmless for a terminal."""

    id: str
    name: str
    note: str = ""
    """What tells it from others of the same name."""


class FoundList(RowList[Found]):
    """Name, and the note at the right."""

    def row_id(self, row: Found) -> str:
        """Its id."""
        return row.id

    def draw(self, row: Found, width: int, selected: bool) -> Line:
        """One of them."""
        note = Piece(cut(one_line(row.note), width // 2) if row.note else "", "faint")
        name = Piece(one_line(row.name), "text strong" if selected else "text")
        return spread([Piece(" "), name], [note, Piece(" ")], width)
