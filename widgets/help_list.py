"""The rows of the help: keys with what they do, and signs with what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from widgets.marks import marks
from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import cut, fit

KEYS_WIDTH = 13
LABEL_WIDTH = 18
IDS_FROM = 90
"""Cells from which there is room for the ids."""
SENTENCES_FROM = 56
"""Cells from which there is room for what an action does."""


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A heading (no label), a key (with an id), or a sign (without one)."""

    lead: str
    """The heading, the keys, or the sign."""
    label: str = ""
    does: str = ""
    id: str = ""
    tone: str = "strong"


def legend() -> list[HelpRow]:
    """The signs of rows and of the header, with what they mean."""
    signs = marks()
    return [
        HelpRow("Marks"),
        HelpRow(signs.done, "complete", "The lesson, or every lesson of it, is done", tone="success"),
        HelpRow(signs.begun, "begun", "Some lessons of it are done", tone="accent"),
        HelpRow(signs.open, "open", "Nothing of it is done yet", tone="muted"),
        HelpRow(signs.next, "next", "The lesson to go on with", tone="accent"),
        HelpRow(signs.preview, "preview", "You do not have it, but can try a lesson", tone="muted"),
        HelpRow(signs.locked, "locked", "You do not have it", tone="faint"),
        HelpRow(signs.waiting, "waiting", "Kept here, not yet on the server", tone="warning"),
        HelpRow(signs.refused, "refused", "The server did not take it; the queue says why", tone="error"),
        HelpRow(signs.synced, "synced", "Everything is saved", tone="success"),
        HelpRow(signs.offline, "offline", "In the header: the server cannot be reached", tone="warning"),
    ]


class HelpList(RowList[HelpRow], can_focus=False):
    """Rows that are chosen while one goes on typing: the focus stays in the text field."""

    def row_id(self, row: HelpRow) -> str:
        """The binding's id; headings and signs have none and cannot be selected."""
        return row.id

    def ground_of(self, index: int) -> str:
        """The cursor looks as in a list with the focus."""
        return "cursor" if index == self.cursor else super().ground_of(index)

    def edge_of(self, index: int) -> Piece:
        """The cursor looks as in a list with the focus."""
        return Piece(marks().edge, "accent") if index == self.cursor else Piece(" ")

    def draw(self, row: HelpRow, width: int, selected: bool) -> Line:
        """One row."""
        if not row.label:
            return [Piece(f" {row.lead}" if row.lead else "", "faint")]
        here = row.id == self.selected_id and bool(row.id)
        narrow = width < SENTENCES_FROM
        lead = Piece(" " + fit(row.lead, KEYS_WIDTH - 3 if narrow else KEYS_WIDTH) + " ", row.tone)
        line: Line = [lead, Piece(fit(row.label, LABEL_WIDTH), "text strong" if here else "text")]
        if narrow:
            return cut_line(line, width)
        room = width - cells(line) - 1
        end = Piece(row.id, "muted" if here else "faint") if width >= IDS_FROM else Piece("")
        does = cut(row.does, room - cell_len(end.text) - 2 * bool(end.text))
        gap = Piece(" " * (room - cell_len(does) - cell_len(end.text)))
        return [*line, Piece(does, "muted"), gap, end]
