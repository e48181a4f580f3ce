"""Accounts and servers to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from widgets.paint import Line, Piece, cut_line
from widgets.row_list import RowList
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from textual.geometry import Size

_NOTE_WIDTH = 14
_ROOMY = 60


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account at one server, an anonymous viewer there, or this computer."""

    id: str
    who: str
    where: str
    """The server's host; empty for this computer."""
    kept: str = ""
    """Where the session is, in a word or two."""
    in_use: bool = False


class AccountList(RowList[AccountRow]):
    """Who, where, and whether it is what one sees now; as high as it has rows."""

    def row_id(self, row: AccountRow) -> str:
        """Its id."""
        return row.id

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row an account."""
        return len(self.rows)

    def draw(self, row: AccountRow, width: int, selected: bool) -> Line:
        """One account; narrow, without where its session is kept."""
        note = "in use" if row.in_use else row.kept if width >= _ROOMY else ""
        right = [Piece(f"{note:>{_NOTE_WIDTH if width >= _ROOMY else 7}} ", "accent" if row.in_use else "faint")]
        room = width - cell_len(right[0].text) - 1
        # The host decides where one's marks go: a long name takes none of its room.
        where = cut(one_line(row.where), room * 2 // 3) if row.where else ""
        who = cut_line([Piece(one_line(row.who), "text strong" if selected else "text")], room - cell_len(where) - 2)
        gap = room - sum(cell_len(piece.text) for piece in who) - cell_len(where)
        return [Piece(" "), *who, Piece(" " * max(0, gap)), Piece(where, "muted"), *right]
