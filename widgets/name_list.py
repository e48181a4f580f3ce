"""A short list of names to choose one from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.paint import Line, Piece, cut_line
from widgets.row_list import RowList
from widgets.text import one_line

if TYPE_CHECKING:
    from textual.geometry import Size


class NameList(RowList[str]):
    """As high as it has names."""

    def row_id(self, row: str) -> str:
        """The name itself."""
        return row

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row a name."""
        return len(self.rows)

    def draw(self, row: str, width: int, selected: bool) -> Line:
        """One name."""
        return cut_line([Piece(" "), Piece(one_line(row), "text strong" if selected else "text")], width)
