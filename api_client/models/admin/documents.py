"""A course as one document: exported, imported, and replaced as a whole.

Its texts and words are plain: what was exported, untidy or not, can be sent back. What differs from the database is
validated by the backend.
"""

from uuid import UUID

from api_client.models.admin.base import AdminRequest, AdminResponse
from api_client.models.admin.courses import LessonVisibility, Visibility


class LessonDocument(AdminRequest):
    """A lesson; without an id it is new."""

    id: UUID | None = None
    name: str
    description: str | None = None
    youtube_video_id: str
    status: LessonVisibility = "private"


class SectionDocument(AdminRequest):
    """A section with its lessons in order; without an id it is new."""

    id: UUID | None = None
    name: str
    status: Visibility = "private"
    lessons: tuple[LessonDocument, ...] = ()


class Deleted(AdminRequest):
    """What is meant to be missing. What is missing and not named here is a mistake, and refused."""

    sections: tuple[UUID, ...] = ()
    lessons: tuple[UUID, ...] = ()


class CourseDocument(AdminRequest):
    """A course with everything in it, in order."""

    id: UUID | None = None
    name: str
    description: str = ""
    sections: tuple[SectionDocument, ...] = ()
    deleted: Deleted = Deleted()


class Changes(AdminResponse):
    """How many rows of one kind."""

    created: int
    changed: int
    """With another name, text, video or visibility."""
    moved: int
    """In another place, but for the shifting that other moves cause."""
    deleted: int


class DocumentPlan(AdminResponse):
    """What a document would change: the answer to `dryRun`."""

    courses: Changes
    sections: Changes
    lessons: Changes
    learner_count: int
    """Learners who would lose completions."""
    completion_count: int
    """Completions that would be lost."""
