"""What one has done, over all courses."""

from datetime import date
from uuid import UUID

from api_client.models.base import Response, UtcTime
from api_client.models.courses import CourseSummary


class Day(Response):
    """A day, in the time zone asked for, with the lessons completed on it. Days without one are left out."""

    date: date
    completed: int


class RecentCompletion(Response):
    """A completed lesson that is still visible."""

    lesson_id: UUID
    lesson_name: str
    course_id: UUID
    course_name: str
    completed_at: UtcTime


class Progress(Response):
    """Counts: courses with access, visible lessons. Days and streaks: everything one ever completed."""

    lesson_count: int
    completed_count: int
    courses: list[CourseSummary]
    days: list[Day]
    """At most the last 371, oldest first."""
    recent: list[RecentCompletion]
    """At most the last 50, newest first."""
    current_streak: int
    """Days in a row up to today; today is open until midnight and does not break it."""
    longest_streak: int
    longest_streak_end: date | None
