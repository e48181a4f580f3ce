"""Progress: what counts, what a day is, and how long a streak is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.models import Progress
from backend.queries.progress import DAYS, current_streak, longest_streak
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.api import Api

TODAY = date(2026, 3, 29)


async def test_days_follow_the_time_zone(api: Api, database: Database) -> None:
    today = datetime.now(UTC).date()
    times = [
        datetime(today.year, today.month, today.day, hour, minute, tzinfo=UTC) for hour, minute in ((5, 0), (20, 59))
    ]
    times = [time - timedelta(days=30) for time in times]
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course()
        section = rows.section(course)
        for time in times:
            rows.complete(ana, rows.lesson(section), at=time)

    for zone in ("UTC", "Europe/Vienna", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"):
        progress = Progress.model_validate(await api.json("/v1/progress", ana, tz=zone))
        expected = [time.astimezone(ZoneInfo(zone)).date() for time in times]
        assert [day.date for day in progress.days for _ in range(day.completed)] == expected


async def test_a_day_of_23_hours_is_a_day(api: Api, database: Database) -> None:
    """Vienna's clocks skip an hour on 2026-03-29: midnight is 23:00 UTC before it and 22:00 UTC after it."""
    with catalog(database) as rows:
        ana, section = rows.user(), rows.section(rows.course())
        for time in ("2026-03-28T22:59Z", "2026-03-28T23:00Z", "2026-03-29T21:59Z", "2026-03-29T22:00Z"):
            rows.complete(ana, rows.lesson(section), at=datetime.fromisoformat(time))

    progress = Progress.model_validate(await api.json("/v1/progress", ana, tz="Europe/Vienna"))

    assert (progress.longest_streak, progress.longest_streak_end) == (3, date(2026, 3, 30))


@pytest.mark.parametrize(
    "zone",
    ["", "x", "Europe", "Europe/Nowhere", "/etc/passwd", "../etc/passwd", "a\0b", "x" * 5_000, "zone.tab", "é", "."],
)
async def test_an_unknown_time_zone_is_refused(api: Api, database: Database, zone: str) -> None:
    with catalog(database) as rows:
        ana = rows.user()

    response = await api.get("/v1/progress", ana, {"tz": zone})

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "tz")


async def test_only_the_last_53_weeks_are_listed_and_streaks_go_back_further(api: Api, database: Database) -> None:
    now = datetime.now(UTC)
    with catalog(database) as rows:
        ana, section = rows.user(), rows.section(rows.course())
        lessons = rows.lessons(section, [{"name": "x"}] * (DAYS + 10))
        for age, lesson in enumerate(lessons):
            rows.complete(ana, lesson, at=now - timedelta(days=age))

    progress = Progress.model_validate(await api.json("/v1/progress", ana))

    assert len(progress.days) == DAYS
    assert progress.days == sorted(progress.days, key=lambda day: day.date)
    assert progress.current_streak == progress.longest_streak == DAYS + 10
    assert progress.longest_streak_end in (now.date(), now.date() + timedelta(days=1))


async def test_recent_are_the_last_fifty_that_are_still_visible(api: Api, database: Database) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course("Algebra")
        rows.access(ana, course)
        section = rows.section(course)
        lessons = rows.lessons(section, [{"name": f"{number}"} for number in range(60)])
        for minute, lesson in enumerate(lessons):
            rows.complete(ana, lesson, at=start + timedelta(minutes=minute))
        rows.complete(ana, rows.lesson(section, status="private"))
        rows.complete(ana, rows.lesson(rows.section(rows.course())))

    progress = Progress.model_validate(await api.json("/v1/progress", ana))

    assert [each.lesson_id for each in progress.recent] == lessons[:9:-1]
    assert {(each.course_id, each.course_name) for each in progress.recent} == {(course, "Algebra")}
    assert (progress.lesson_count, progress.completed_count) == (60, 60)


@pytest.mark.parametrize(
    ("ages", "expected"),
    [((), 0), ((0,), 1), ((1,), 1), ((2,), 0), ((0, 1, 2), 3), ((1, 2), 2), ((0, 2, 3), 1), ((-1, 0, 1), 2)],
)
def test_today_is_open_until_midnight(ages: tuple[int, ...], expected: int) -> None:
    assert current_streak([TODAY - timedelta(days=age) for age in ages], TODAY) == expected


@given(st.sets(st.integers(0, 60)))
def test_the_longest_streak_is_the_longest(ages: set[int]) -> None:
    days = {TODAY - timedelta(days=age) for age in ages}
    streaks = {day: current_streak(days, day) for day in days}

    longest, end = longest_streak(days)

    assert longest == max(streaks.values(), default=0)
    assert end == max((day for day, length in streaks.items() if length == longest), default=None)
