"""One lesson, as its page shows it."""

from uuid import UUID

from api_client.models.base import Response
from api_client.models.courses import LessonSummary


class Neighbour(Response):
    """The lesson before or after, across sections; a locked one is included and marked."""

    id: UUID
    name: str
    locked: bool


class Lesson(LessonSummary):
    """A lesson with its place in the course. Where it is locked, what it holds is null."""

    course_id: UUID
    course_name: str
    section_id: UUID
    section_name: str
    position: int
    """From 1, in the course's visible lessons."""
    lesson_count: int
    """Visible lessons of the course."""
    description: str | None
    youtube_video_id: str | None
    video_url: str | None
    """Null also where the stored id can be no video."""
    thumbnail_url: str | None
    previous: Neighbour | None
    next: Neighbour | None
