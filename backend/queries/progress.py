"""What a user has done, over all courses."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from backend import rules
from backend.queries.by_name import by_name
from backend.queries.summaries import course_columns, summaries
from backend.tables import course_sections, courses, lessons, user_lesson_complete

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from backend.viewer import Viewer

DAYS = 371
"""53 weeks."""
RECENT = 50


def progress(connection: Connection, viewer: Viewer, zone: ZoneInfo) -> dict[str, Any]:
    """The Progress of a user; `zone` decides what a day is."""
    parameters = {"viewer": viewer.id}
    owned = summaries(connection, viewer, connection.execute(_COURSES, parameters).all())
    times = connection.execute(_TIMES, parameters).scalars()
    done = Counter(at.astimezone(zone).date() for at in times)
    today = datetime.now(UTC).astimezone(zone).date()
    longest, longest_end = longest_streak(done)
    return {
        "lessonCount": sum(each["lessonCount"] for each in owned),
        "completedCount": sum(each["completedCount"] for each in owned),
        "courses": owned,
        "days": [{"date": day, "completed": done[day]} for day in sorted(done) if today - timedelta(days=DAYS) < day],
        "recent": [
            {
                "lessonId": lesson_id,
                "lessonName": lesson_name,
                "courseId": course_id,
                "courseName": course_name,
                "completedAt": completed_at,
            }
            for lesson_id, lesson_name, course_id, course_name, completed_at in connection.execute(_RECENT, parameters)
        ],
        "currentStreak": current_streak(done, today),
        "longestStreak": longest,
        "longestStreakEnd": longest_end,
    }


def current_streak(days: Iterable[date], today: date) -> int:
    """Days in a row up to today, or up to yesterday: today is open until midnight and breaks nothing."""
    done = set(days)
    day = today if today in done else today - timedelta(days=1)
    length = 0
    while day in done:
        length += 1
        day -= timedelta(days=1)
    return length


def longest_streak(days: Iterable[date]) -> tuple[int, date | None]:
    """The most days in a row, and the last of them; of several the latest."""
    longest, longest_end = 0, None
    length, before = 0, None
    for day in sorted(days):
        length = length + 1 if before is not None and day - before == timedelta(days=1) else 1
        if length >= longest:
            longest, longest_end = length, day
        before = day
    return longest, longest_end


_COURSES = course_columns().where(rules.is_accessible(courses.c.id)).order_by(*by_name(courses))
_TIMES = select(user_lesson_complete.c.createdAt).where(user_lesson_complete.c.userId == rules.VIEWER)
_RECENT = (
    select(lessons.c.id, lessons.c.name, courses.c.id, courses.c.name, user_lesson_complete.c.createdAt)
    .join_from(user_lesson_complete, lessons, lessons.c.id == user_lesson_complete.c.lessonId)
    .join(course_sections, course_sections.c.id == lessons.c.sectionId)
    .join(courses, courses.c.id == course_sections.c.courseId)
    .where(
        user_lesson_complete.c.userId == rules.VIEWER,
        rules.lesson_is_visible(),
        rules.course_is_visible(courses.c.id),
    )
    .order_by(user_lesson_complete.c.createdAt.desc(), lessons.c.id)
    .limit(RECENT)
)
