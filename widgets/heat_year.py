"""A year of days as the heat map shows it: 53 weeks, Monday first, the last one with today in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from widgets.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKS = 53
HOTTEST = 4
"""From this many lessons a day on, the shade stays the same."""


@dataclass(frozen=True, slots=True)
class HeatYear:
    """The lessons of each day up to `today`; days without one may be left out."""

    today: date
    completed: Mapping[date, int]

    @property
    def first(self) -> date:
        """The Monday that the map begins with."""
        this_monday = self.today - timedelta(days=self.today.weekday())
        return this_monday - timedelta(weeks=WEEKS - 1)

    def day(self, week: int, weekday: int) -> date:
        """The day in a column and a row."""
        return self.first + timedelta(weeks=week, days=weekday)

    def count(self, week: int, weekday: int) -> int | None:
        """Lessons of a day; None for a day that is yet to come."""
        day = self.day(week, weekday)
        return self.completed.get(day, 0) if day <= self.today else None

    def month_labels(self, first_week: int = 0) -> list[tuple[int, str]]:
        """Each month's name with the column whose Monday is the first in it.

        The month that the map begins in has a name only where the next one leaves room for it.
        """
        labels: list[tuple[int, str]] = []
        month = 0
        for week in range(first_week, WEEKS):
            monday = self.day(week, 0)
            if monday.month != month:
                labels.append((week, f"{monday:%b}"))
                month = monday.month
        if len(labels) > 1 and labels[1][0] - labels[0][0] < 4:
            del labels[0]
        return labels

    def summary(self) -> tuple[str, str, str]:
        """What the map shows in words: lessons, days, and those of this month."""
        shown = {day: count for day, count in self.completed.items() if self.first <= day <= self.today and count}
        month = sum(
            count for day, count in shown.items() if (day.year, day.month) == (self.today.year, self.today.month)
        )
        return plural(sum(shown.values()), "lesson"), plural(len(shown), "day"), f"{month:,}"
