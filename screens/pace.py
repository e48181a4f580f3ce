"""How fast one learns, and when one is done at that pace: pure functions over counts and days."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api_client.rows import CourseRow

WEEKS = 4
"""How far back the pace looks."""
FORESEEABLE = timedelta(days=10 * 366)
"""Beyond this a date says nothing."""


def weekly_pace(completed: Mapping[date, int], today: date) -> float:
    """Lessons a week over the last four weeks, today included; `completed` are the lessons of each day."""
    first = today - timedelta(days=WEEKS * 7 - 1)
    return sum(count for day, count in completed.items() if first <= day <= today) / WEEKS


def finish_date(remaining: int, pace: float, today: date) -> date | None:
    """The day on which the last of `remaining` lessons is done; None without a pace, a rest, or an end in sight."""
    if remaining <= 0 or pace <= 0:
        return None
    days = math.ceil(remaining / pace * 7)
    return today + timedelta(days=days) if days <= FORESEEABLE.days else None


def course_finish(course: CourseRow, pace: float, today: date) -> str:
    """When a course is done if all the pace goes into it: `done by Sat 28 Nov`; empty where that is not known."""
    if not course.owned:
        return ""
    end = finish_date(course.lesson_count - course.completed_count, pace, today)
    return f"done by {short_date(end, today)}" if end else ""


def short_date(day: date, today: date) -> str:
    """`Sat 28 Nov`, with the year instead of the weekday where it is another one: `27 Jan 2027`."""
    if day.year == today.year:
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.day} {day:%b %Y}"


def pace_text(pace: float) -> str:
    """`4.5`; a whole number without its zero."""
    return f"{pace:.2f}".rstrip("0").rstrip(".")


def longest_streak_text(longest: int, end: date | None, current: int, today: date) -> str:
    """`longest 9, in March`; where the current streak is the longest, it says so."""
    if not longest:
        return "complete a lesson to begin one"
    if current >= longest:
        return "the longest so far"
    if end is None:
        return f"longest {longest}"
    month = f"{end:%B}" if end > today - timedelta(days=330) else f"{end:%B %Y}"
    return f"longest {longest}, in {month}"
