"""The heat map of a year: two cells a day where there is room, half blocks where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.heat_year import HOTTEST, WEEKS, HeatYear
from widgets.marks import ASCII, marks
from widgets.paint import Line, Piece, Toned, cells, cut_line

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.strip import Strip

WIDE = 116
"""Columns from which a day has two cells."""
TALL = 30
"""Rows of the terminal from which blank lines and the legend are drawn."""
OTHERS = 12
"""Rows that everything else needs; where the map leaves fewer, there is room for its words alone."""
BESIDE = 74
"""Columns from which the words stand beside the half blocks."""
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


def shade(count: int) -> str:
    """The tone of a day with lessons."""
    return f"heat-{min(count, HOTTEST)}"


def half_block(upper: int | None, lower: int | None, *, colors: bool, ground: bool) -> Piece:
    """Two days in a cell; None is no day at all.

    `colors`: two shades can be told apart; `ground`: days without a lesson have a surface of their own.
    """
    if upper and lower:
        if not colors or shade(upper) == shade(lower):
            return Piece("█", shade(upper))
        return Piece("▀", f"{shade(upper)} under-{shade(lower)}")
    below = " under-none" if ground and lower is not None else ""
    if upper:
        return Piece("▀", shade(upper) + below)
    if lower:
        return Piece("▄", shade(lower) + below)
    if upper is None or not ground:
        return Piece(" ")
    return Piece("▀", "none" + below)


class HeatMap(Toned):
    """A column a week, a row a weekday, and always the sum in words."""

    DEFAULT_CSS = """
    HeatMap { height: auto; width: 1fr; }
    """

    year: reactive[HeatYear | None] = reactive[HeatYear | None](None, layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the map has in this terminal."""
        return len(self.compose_lines(width, viewport.height))

    def render_line(self, y: int) -> Strip:
        """One line of the map."""
        width = self.size.width
        lines = self.compose_lines(width, self.app.size.height)
        return self.strip(cut_line(lines[y], width) if y < len(lines) else [], width)

    def compose_lines(self, width: int, rows: int) -> list[Line]:
        """The map for a widget of `width` cells in a terminal of `rows` rows."""
        year = self.year
        if year is None:
            return []
        lines = self._wide(year, airy=rows >= TALL) if width >= WIDE else self._narrow(year, width)
        return lines if len(lines) + OTHERS <= rows else [self._words(year, width)]

    def _words(self, year: HeatYear, width: int) -> Line:
        lessons, days, month = year.summary()
        margin = Piece(" " if width < 60 else "  ")
        return [margin, Piece(f"{lessons} on {days}, {month} {'of them ' if width >= 60 else ''}this month", "muted")]

    # --- two cells a day

    def _wide(self, year: HeatYear, *, airy: bool) -> list[Line]:
        blank: list[Line] = [[]] if airy else []
        return [
            [Piece("  The year ", "strong"), *self._words(year, WIDE)],
            *blank,
            self._months(year, 7, 2, 0),
            *(self._weekday(year, weekday) for weekday in range(7)),
            *([[], self._legend()] if airy else []),
        ]

    def _weekday(self, year: HeatYear, weekday: int) -> Line:
        days = (year.count(week, weekday) for week in range(WEEKS))
        return [Piece(f"  {WEEKDAYS[weekday]:<5}", "faint"), *(self._day(count, " ") for count in days)]

    def _day(self, count: int | None, gap: str) -> Piece:
        signs = marks()
        if count is None:
            return Piece(" " + gap)
        if not count:
            return Piece(signs.day_none + gap, "heat-0")
        return Piece((signs.day_one if count == 1 else signs.day_more) + gap, shade(count))

    def _legend(self) -> Line:
        days = [self._day(count, " ") for count in range(HOTTEST + 1)]
        return [Piece("       none ", "faint"), *days, Piece(f" {HOTTEST} or more a day", "faint")]

    def _months(self, year: HeatYear, indent: int, day_width: int, first_week: int) -> Line:
        text = " " * indent
        for week, name in year.month_labels(first_week):
            text = text.ljust(indent + (week - first_week) * day_width) + name
        return [Piece(text, "faint")]

    # --- one cell a day or two

    def _narrow(self, year: HeatYear, width: int) -> list[Line]:
        margin = 1 if width < 60 else 2
        weeks = range(max(0, WEEKS - (width - 2 * margin)), WEEKS)
        rows = self._single_rows(year, weeks) if marks() is ASCII else self._half_rows(year, weeks)
        lines = [[Piece(" " * margin), *row] for row in rows]
        months = self._months(year, margin, 1, weeks.start)
        if width < BESIDE:
            return [months, *lines, self._words(year, width)]
        lessons, days, month = year.summary()
        beside = (lessons, f"on {days}", f"{month} this month")
        for line, words in zip(lines, beside, strict=False):
            line += [Piece(" " * (margin + WEEKS + 3 - cells(line))), Piece(words, "muted")]
        return [months, *lines]

    def _single_rows(self, year: HeatYear, weeks: range) -> list[Line]:
        return [[self._day(year.count(week, weekday), "") for week in weeks] for weekday in range(7)]

    def _half_rows(self, year: HeatYear, weeks: range) -> list[Line]:
        colors = not self.app.no_color
        ground = colors and not self.app.current_theme.ansi
        return [
            [
                half_block(
                    year.count(week, weekday),
                    year.count(week, weekday + 1) if weekday < 6 else None,
                    colors=colors,
                    ground=ground,
                )
                for week in weeks
            ]
            for weekday in range(0, 7, 2)
        ]
