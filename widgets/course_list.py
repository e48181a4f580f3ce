"""The catalog's rows: mark, name, bar, count, state."""

import re
from dataclasses import dataclass

from rich.cells import cell_len

from api_client.rows import CourseRow
from widgets.bar import bar
from widgets.marks import marks
from widgets.money import dollars
from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import one_line, plural

COUNT_WIDTH = 8
STATE_WIDTH = 9
RIGHT_MARGIN = 2
"""Between the state and the end of the band."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns of a row are; the name takes the rest."""

    bar: int
    count: int
    state: int
    margin: int

    @classmethod
    def for_width(cls, width: int, narrow: bool) -> "Columns":
        """Bars go where the name would get too little; in a narrow terminal the words of the states go too."""
        if narrow:
            return cls(0, COUNT_WIDTH, 0, 1)
        if width < 70:
            return cls(0, COUNT_WIDTH, STATE_WIDTH, RIGHT_MARGIN)
        return cls(20 if width >= 90 else 12, COUNT_WIDTH, STATE_WIDTH, RIGHT_MARGIN)


def state_piece(course: CourseRow) -> Piece:
    """The word in the state column."""
    match course.state:
        case "done":
            return Piece("done", "success")
        case "begun":
            return Piece(f"{course.percent} %", "text")
        case "new":
            return Piece("new", "muted")
        case "preview":
            return Piece("preview", "muted")
        case "locked":
            price = course.offers[0].price_in_dollars if course.offers else None
            return Piece("locked" if price is None else dollars(price), "muted")


def marked(name: str, words: list[str], tone: str) -> Line:
    """A name with what was searched for in accent, bold and underlined."""
    if not words:
        return [Piece(name, tone)]
    pattern = re.compile("|".join(re.escape(word) for word in words if word), re.IGNORECASE)
    line: Line = []
    end = 0
    for match in pattern.finditer(name):
        line.append(Piece(name[end : match.start()], tone))
        line.append(Piece(match.group(), "accent strong underline"))
        end = match.end()
    line.append(Piece(name[end:], tone))
    return [piece for piece in line if piece.text]


class CourseList(RowList[CourseRow]):
    """The courses of a view, in its order."""

    words: list[str]
    """What the filter looks for, to mark it in the names."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.words = []

    def row_id(self, row: CourseRow) -> str:
        """The course's id."""
        return row.id

    def columns(self, width: int) -> Columns:
        """How the cells of a row are given out."""
        return Columns.for_width(width, self.narrow)

    def draw(self, row: CourseRow, width: int, selected: bool) -> Line:
        """One course."""
        columns = self.columns(width)
        sign, tone = marks().of_course(row.state)
        state = state_piece(row)
        quiet = row.state in ("done", "locked")
        name_tone = "text strong" if selected else "muted" if quiet else "text"
        right = self._right(row, state, columns)
        left = [Piece("" if columns.margin == 1 else " "), Piece(f"{sign} ", tone)]
        room = width - cells(left) - cells(right) - (2 if columns.bar else 1)
        name = cut_line(marked(one_line(row.name), self.words, name_tone), room)
        padding = width - cells(left) - cells(name) - cells(right)
        return [*left, *name, Piece(" " * padding), *right]

    def _right(self, row: CourseRow, state: Piece, columns: Columns) -> Line:
        if row.owned:
            count = Piece(f"{row.completed_count}/{row.lesson_count}", "muted")
            line = bar(row.completed_count, row.lesson_count, columns.bar)
        else:
            words = plural(row.lesson_count, "lesson")
            count = Piece(words if columns.bar else str(row.lesson_count), "muted")
            line = [Piece(" " * columns.bar)]
        free = columns.bar + columns.count - cell_len(count.text) - cells(line)
        if free < 0:
            line, free = [Piece(" " * max(0, columns.bar + columns.count - cell_len(count.text)))], 0
        end = Piece(" " * columns.margin)
        if not columns.state:
            return [Piece(" " * free), count, end]
        return [*line, Piece(" " * free), count, Piece(" " * (columns.state - cell_len(state.text))), state, end]
