"""The outline's title: where one is, and how far one is in the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.reactive import reactive

from widgets.bar import bar
from widgets.course_list import Columns, state_piece
from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, spread
from widgets.text import one_line, plural

if TYPE_CHECKING:
    from textual.strip import Strip

    from api_client.rows import CourseRow


class CourseLine(Toned):
    """`Catalog › Linear Algebra`, then bar, count and state on the columns that the catalog's rows have."""

    DEFAULT_CSS = """
    CourseLine { height: 1; width: 1fr; }
    """

    course: reactive[CourseRow | None] = reactive["CourseRow | None"](None)

    def render_line(self, y: int) -> Strip:
        """The line; a click on the catalog goes back there."""
        width = self.size.width
        course = self.course
        if course is None:
            return self.strip([], width)
        left = [
            Piece("  "),
            Piece("Catalog", "faint", "screen.back"),
            Piece(f" {marks().forward} ", "faint"),
            Piece(one_line(course.name), "strong"),
        ]
        return self.strip(spread(left, self._progress(course, width), width), width)

    def _progress(self, course: CourseRow, width: int) -> Line:
        columns = Columns.for_width(width - 2, self.narrow)
        state = state_piece(course)
        end = [Piece(" " * max(1, columns.state - cell_len(state.text))), state, Piece(" " * (columns.margin + 1))]
        if not course.owned:
            return [Piece(plural(course.lesson_count, "lesson"), "muted"), *end]
        count = Piece(f"{course.completed_count}/{course.lesson_count}".rjust(columns.count), "muted")
        return [*bar(course.completed_count, course.lesson_count, columns.bar), count, *end]
