"""What marks do to one's progress."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.models import Day, NextLesson, RecentCompletion
from api_client.overlay.counts import Counts, overlay_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from api_client.lesson_index import KnownLesson
    from api_client.models import CourseSummary, Progress
    from api_client.queue import QueuedMark

DAYS_KEPT = 371
RECENT_KEPT = 50
_DAY = timedelta(days=1)


def overlay_progress(
    progress: Progress,
    marks: Mapping[str, QueuedMark],
    lessons: Callable[[str], Sequence[KnownLesson]],
    zone: ZoneInfo,
    now: datetime,
) -> Progress:
    """The progress with the marks applied; `lessons` gives what the index knows of a course, `zone` what a day is."""
    if not marks:
        return progress
    courses = [_course(course, marks, lessons) for course in progress.courses]
    today = now.astimezone(zone).date()
    days = _days(progress, marks.values(), zone)
    dates = _dates(progress, days)
    current = _run_up_to(today if today in dates else today - _DAY, dates)
    longest, longest_end = _longest(dates)
    window = [Day(date=day, completed=days[day]) for day in sorted(days) if today - day < DAYS_KEPT * _DAY]
    return progress.model_copy(
        update={
            "courses": courses,
            "completed_count": sum(course.completed_count for course in courses),
            "days": window,
            "recent": _recent(progress, marks),
            "current_streak": current,
            "longest_streak": longest,
            "longest_streak_end": longest_end,
        }
    )


def _course(
    course: CourseSummary, marks: Mapping[str, QueuedMark], lessons: Callable[[str], Sequence[KnownLesson]]
) -> CourseSummary:
    course_id = str(course.id)
    own = {lesson_id: mark for lesson_id, mark in marks.items() if mark.course_id == course_id}
    if not own:
        return course
    following = course.next_lesson
    counts = overlay_counts(
        Counts(
            course.lesson_count,
            course.completed_count,
            (str(following.id), following.name, following.position) if following else None,
            course.last_completed_at,
        ),
        own,
        lessons(course_id),
    )
    next_lesson = counts.next and NextLesson(id=UUID(counts.next[0]), name=counts.next[1], position=counts.next[2])
    return course.model_copy(
        update={
            "completed_count": counts.completed_count,
            "next_lesson": next_lesson,
            "last_completed_at": counts.last_completed_at,
        }
    )


def _days(progress: Progress, marks: Iterable[QueuedMark], zone: ZoneInfo) -> dict[date, int]:
    days = Counter({day.date: day.completed for day in progress.days})
    for mark in marks:
        if mark.change > 0:
            days[mark.at.astimezone(zone).date()] += 1
        elif mark.change < 0 and mark.was:
            days[mark.was.astimezone(zone).date()] -= 1
    return {day: completed for day, completed in days.items() if completed > 0}


def _dates(progress: Progress, days: Mapping[date, int]) -> set[date]:
    """The days with a completion, as far as one knows: streaks reach further back than the days that are sent."""
    dates = set(days)
    dropped = {day.date for day in progress.days} - dates
    if progress.longest_streak_end:
        dates |= set(_back_from(progress.longest_streak_end, progress.longest_streak))
    if progress.days:
        dates |= set(_back_from(progress.days[-1].date, progress.current_streak))
    return dates - dropped


def _back_from(end: date, length: int) -> list[date]:
    return [end - days * _DAY for days in range(length)]


def _run_up_to(end: date, dates: set[date]) -> int:
    length = 0
    while end - length * _DAY in dates:
        length += 1
    return length


def _longest(dates: set[date]) -> tuple[int, date | None]:
    ends = [day for day in dates if day + _DAY not in dates]
    return max(((_run_up_to(end, dates), end) for end in ends), default=(0, None))


def _recent(progress: Progress, marks: Mapping[str, QueuedMark]) -> list[RecentCompletion]:
    kept = [each for each in progress.recent if (mark := marks.get(str(each.lesson_id))) is None or mark.completed]
    known = {each.lesson_id for each in kept}
    added = [
        RecentCompletion(
            lesson_id=UUID(mark.lesson_id),
            lesson_name=mark.lesson_name,
            course_id=UUID(mark.course_id),
            course_name=mark.course_name,
            completed_at=mark.at,
        )
        for mark in marks.values()
        if mark.change > 0 and UUID(mark.lesson_id) not in known
    ]
    by_id = sorted([*kept, *added], key=lambda each: str(each.lesson_id))
    return sorted(by_id, key=lambda each: each.completed_at, reverse=True)[:RECENT_KEPT]
