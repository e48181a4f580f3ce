"""Pace, finish date, and the words for streaks: pure functions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from api_client.rows import CourseRow
from screens.pace import (
    course_finish,
    finish_date,
    longest_streak_text,
    pace_text,
    short_date,
    weekly_pace,
)

TODAY = date(2026, 11, 23)


def course(completed: int, total: int = 16, access: str = "owned") -> CourseRow:
    return CourseRow("c", "Course", "", 1, total, completed, access, (), None, "", 0, None)


def test_pace_counts_the_last_28_days_with_today_and_not_the_day_before_them() -> None:
    days = {TODAY: 3, TODAY - timedelta(days=27): 5, TODAY - timedelta(days=28): 100, TODAY + timedelta(days=1): 50}
    assert weekly_pace(days, TODAY) == 2.0
    assert weekly_pace({}, TODAY) == 0


@pytest.mark.parametrize(
    ("remaining", "pace", "end"),
    [
        (42, 4.5, date(2027, 1, 28)),
        (7, 7.0, date(2026, 11, 30)),
        (1, 100.0, date(2026, 11, 24)),
        (0, 4.5, None),
        (-1, 4.5, None),
        (42, 0.0, None),
        (100_000, 0.25, None),
    ],
)
def test_finish_date(remaining: int, pace: float, end: date | None) -> None:
    assert finish_date(remaining, pace, TODAY) == end


def test_finish_date_goes_over_a_leap_day() -> None:
    assert finish_date(2, 7, date(2028, 2, 27)) == date(2028, 2, 29)


def test_a_course_says_when_it_is_done() -> None:
    assert course_finish(course(13), 4.5, TODAY) == "done by Sat 28 Nov"
    assert course_finish(course(0, 60), 4.5, TODAY) == "done by 25 Feb 2027"
    assert course_finish(course(16), 4.5, TODAY) == ""
    assert course_finish(course(0), 0, TODAY) == ""
    assert course_finish(course(0, access="preview"), 4.5, TODAY) == ""


def test_dates_have_the_year_only_where_it_is_another_one() -> None:
    assert short_date(date(2026, 12, 31), TODAY) == "Thu 31 Dec"
    assert short_date(date(2027, 1, 1), TODAY) == "1 Jan 2027"


@pytest.mark.parametrize(
    ("pace", "text"), [(4.5, "4.5"), (6.0, "6"), (0.25, "0.25"), (0.0, "0"), (10.0, "10"), (12.75, "12.75")]
)
def test_pace_text(pace: float, text: str) -> None:
    assert pace_text(pace) == text


@pytest.mark.parametrize(
    ("longest", "end", "current", "text"),
    [
        (0, None, 0, "complete a lesson to begin one"),
        (9, date(2026, 3, 14), 6, "longest 9, in March"),
        (9, date(2025, 3, 14), 6, "longest 9, in March 2025"),
        (9, None, 6, "longest 9"),
        (6, TODAY, 6, "the longest so far"),
    ],
)
def test_longest_streak(longest: int, end: date | None, current: int, text: str) -> None:
    assert longest_streak_text(longest, end, current, TODAY) == text
