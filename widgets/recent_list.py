"""What was completed lately, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import fit, one_line

DAY_WIDTH = 8
TIME_WIDTH = 7
COURSE_FROM = 80
"""Cells from which the course stands beside the lesson."""


@dataclass(frozen=True, slots=True)
class RecentRow:
    """A completed lesson with its local day and time; the day is empty where the row above has the same."""

    lesson_id: str
    lesson_name: str
    course_name: str
    day: str
    time: str


class RecentList(RowList[RecentRow]):
    """Day, time, lesson; with room its course too."""

    def row_id(self, row: RecentRow) -> str:
        """The lesson's id."""
        return row.lesson_id

    def draw(self, row: RecentRow, width: int, selected: bool) -> Line:
        """One completion."""
        quiet = "muted" if selected else "faint"
        margin = Piece(" " if width >= 50 else "")
        left = [margin, Piece(fit(row.day, DAY_WIDTH - 1) + " ", quiet), Piece(fit(row.time, TIME_WIDTH), quiet)]
        room = width - cells(left) - 1
        name = [Piece(one_line(row.lesson_name), "text strong" if selected else "text")]
        if width < COURSE_FROM:
            return [*left, *cut_line(name, room)]
        course = Piece(fit(one_line(row.course_name), room // 3), "muted")
        name = cut_line(name, room - cells([course]) - 2)
        return [*left, *name, Piece(" " * (room - cells(name) - cells([course]))), course]
