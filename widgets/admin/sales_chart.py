"""What was sold on each of 90 days, as columns; the largest of them always stands beside it in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.marks import ASCII, marks
from widgets.money import cents
from widgets.paint import Piece, Toned, cells, cut_line

if TYPE_CHECKING:
    from textual.strip import Strip

    from api_client.sales_rows import DayRow

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_BELOW = 2
"""Lines below the columns: a rule and the words."""
MARGIN = 2


class SalesChart(Toned):
    """A column a day, or for a few days where there is less room; that of the selected day is of another tone."""

    DEFAULT_CSS = """
    SalesChart { height: 8; width: 1fr; margin-bottom: 1; }
    """

    days: reactive[Sequence[DayRow]] = reactive[Sequence["DayRow"]](())
    """Oldest first."""
    selected: reactive[int] = reactive(-1)
    """The index of the selected day."""

    def render_line(self, y: int) -> Strip:
        """The columns, a rule below them, and the words."""
        width, height = self.size.width, max(1, self.size.height - _BELOW)
        room = max(1, width - 2 * MARGIN)
        step = -(-len(self.days) // room) or 1
        sums = column_sums([day.sales_in_cents for day in self.days], step)
        margin = Piece(" " * MARGIN)
        if y < height:
            here = self.selected // step if self.selected >= 0 else -1
            line = [
                _piece(column_height(amount, max(sums), 8 * height) - 8 * (height - 1 - y), selected=place == here)
                for place, amount in enumerate(sums)
            ]
        elif y == height:
            line = [Piece(marks().rule * len(sums), "faint")]
        else:
            line = [Piece(chart_words(self.days), "muted")]
        line = cut_line([margin, *line], width)
        return self.strip([*line, Piece(" " * (width - cells(line)))], width)


def _piece(eighths: int, *, selected: bool) -> Piece:
    """A cell of a column that reaches so many eighths into it, or beyond."""
    part = max(0, min(8, eighths))
    sign = (marks().bar_full if part else " ") if marks() is ASCII else _EIGHTHS[part]
    return Piece(sign, "text strong" if selected else "accent")


def column_sums(amounts: Sequence[int], step: int) -> list[int]:
    """The sums of each `step` days."""
    return [sum(amounts[start : start + step]) for start in range(0, len(amounts), step)]


def column_height(amount: int, largest: int, height: int) -> int:
    """How high the column of an amount is; what is not nothing can be seen."""
    return max(1, round(height * amount / largest)) if amount > 0 and largest > 0 else 0


def chart_words(days: Sequence[DayRow]) -> str:
    """What the chart says, in words."""
    if not days:
        return ""
    total = sum(day.sales_in_cents for day in days)
    if not total:
        return f"Nothing was paid in {len(days)} days."
    best = max(days, key=lambda day: day.sales_in_cents)
    return f"{cents(total)} in {len(days)} days; most on {best.day.day} {best.day:%b}: {cents(best.sales_in_cents)}."
