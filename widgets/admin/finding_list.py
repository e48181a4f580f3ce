"""What is probably not meant in courses and products."""

from __future__ import annotations

from api_client.admin_rows import FindingRow
from widgets.facts_pane import Facts
from widgets.marks import marks
from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import one_line


class FindingList(RowList[FindingRow]):
    """Sign and sentence; the pane has the whole of it."""

    def row_id(self, row: FindingRow) -> str:
        """Its place in the list."""
        return row.id

    def draw(self, row: FindingRow, width: int, selected: bool) -> Line:
        """One finding."""
        is_error = row.severity == "error"
        sign = Piece(f"{marks().refused if is_error else marks().waiting} ", "error" if is_error else "warning")
        word = Piece(f"  {row.severity} ", "error" if is_error else "warning") if width >= 58 else Piece("")
        room = width - cells([sign, word]) - 1
        text = cut_line([Piece(one_line(row.detail), "text strong" if selected else "text")], room)
        return [Piece(" "), sign, *text, Piece(" " * (room - cells(text))), word]


def finding_facts(row: FindingRow) -> Facts:
    """The whole of a finding."""
    return Facts(row.code.replace("_", " ").capitalize(), row.detail, (("Severity", row.severity),))
