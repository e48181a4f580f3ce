"""Marks that are not on the server yet: what waits and what was refused."""

from __future__ import annotations

from rich.cells import cell_len

from api_client.rows import PendingMark
from widgets.marks import marks
from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import fit, one_line
from widgets.times import day_and_time

STATE_WIDTH = 11
TIME_WIDTH = 14


def state_piece(mark: PendingMark) -> Piece:
    """The sign and the word for where a mark is."""
    if mark.refusal is None:
        return Piece(f"{marks().waiting} waiting", "warning")
    return Piece(f"{marks().refused} refused", "error")


class QueueList(RowList[PendingMark]):
    """What the mark says, lesson, course, time, state; narrow, lesson and state alone."""

    def row_id(self, row: PendingMark) -> str:
        """The lesson's id: the queue has one mark a lesson."""
        return row.lesson_id

    def draw(self, row: PendingMark, width: int, selected: bool) -> Line:
        """One mark."""
        sign = Piece(f"{marks().done if row.completed else marks().open} ", "success" if row.completed else "muted")
        left = [Piece(" " if width >= 58 else ""), sign]
        right = self._right(row, width)
        room = width - cells(left) - cells(right) - 2
        name = cut_line([Piece(one_line(row.lesson_name), "text strong" if selected else "text")], room)
        return [*left, *name, Piece(" " * (room + 2 - cells(name))), *right]

    def _right(self, row: PendingMark, width: int) -> Line:
        state = state_piece(row)
        line = [Piece(" " * (STATE_WIDTH - cell_len(state.text))), state, Piece("  " if width >= 58 else " ")]
        if width >= 62:
            line = [Piece(f"{day_and_time(row.at):>{TIME_WIDTH}}", "muted"), *line]
        if width >= 74:
            line = [Piece(fit(one_line(row.course_name), min(28, width // 4)), "muted"), *line]
        return line
