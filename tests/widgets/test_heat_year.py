"""Which day stands where in the heat map, at the edges of months and years too."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from widgets.heat_year import WEEKS, HeatYear

MONDAY = date(2026, 11, 23)
TODAYS = [MONDAY + timedelta(days=offset) for offset in range(0, 800, 5)] + [
    date(2024, 2, 29), date(2027, 12, 31), date(2028, 1, 1), date(2029, 2, 28),
]  # fmt: skip


@pytest.mark.parametrize("today", TODAYS)
def test_every_day_of_a_year_has_one_place_and_today_is_in_the_last_week(today: date) -> None:
    year = HeatYear(today, {})
    places = {
        year.day(week, weekday): (week, weekday)
        for week in range(WEEKS)
        for weekday in range(7)
        if year.count(week, weekday) is not None
    }
    assert places[today] == (WEEKS - 1, today.weekday())
    assert min(places).weekday() == 0
    assert len(places) == (WEEKS - 1) * 7 + today.weekday() + 1
    assert all(today - timedelta(days=ago) in places for ago in range(365))


@pytest.mark.parametrize("today", TODAYS)
def test_month_names_never_touch_and_stand_where_their_month_begins(today: date) -> None:
    year = HeatYear(today, {})
    labels = year.month_labels()
    assert all(later[0] - earlier[0] >= 4 for earlier, later in itertools.pairwise(labels))
    assert 11 <= len(labels) <= 13
    for week, name in labels:
        monday = year.day(week, 0)
        assert f"{monday:%b}" == name
        assert week == 0 or monday.day <= 7


def test_the_month_that_the_map_begins_in_is_named_where_there_is_room() -> None:
    assert HeatYear(date(2026, 11, 23), {}).month_labels()[0] == (1, "Dec")
    assert HeatYear(date(2026, 11, 8), {}).month_labels()[0] == (0, "Nov")


def test_days_to_come_are_no_days_and_counts_are_found_by_date() -> None:
    wednesday = date(2026, 11, 25)
    year = HeatYear(wednesday, {wednesday: 3, date(2025, 11, 24): 2, date(2025, 11, 23): 9})
    assert year.count(WEEKS - 1, 2) == 3
    assert year.count(WEEKS - 1, 3) is None
    assert year.count(0, 0) == 2
    assert year.first == date(2025, 11, 24)


def test_the_summary_counts_what_the_map_shows() -> None:
    today = date(2026, 1, 2)
    year = HeatYear(today, {
        today: 2, date(2026, 1, 1): 1, date(2025, 12, 31): 4, date(2025, 1, 2): 3, date(2024, 12, 29): 50,
        date(2025, 6, 1): 0,
    })  # fmt: skip
    assert year.first == date(2024, 12, 30)
    assert year.summary() == ("10 lessons", "4 days", "3")
    assert HeatYear(today, {today: 1}).summary() == ("1 lesson", "1 day", "1")
