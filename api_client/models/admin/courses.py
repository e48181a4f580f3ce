"""Courses as admins see them: every column, private rows too, text exactly as it is stored."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api_client.models.admin.base import AdminRequest, AdminResponse, LeftOut
from api_client.models.base import UtcTime, word
from api_client.models.text import Description, Name
from api_client.models.video import Video

Visibility = Annotated[str, word("public", "private")]
LessonVisibility = Annotated[str, word("public", "private", "preview")]
SectionStatus = Annotated[str, Field(pattern="^(public|private)$")]
LessonStatus = Annotated[str, Field(pattern="^(public|private|preview)$")]


class InProduct(AdminResponse):
    """A product that contains the course."""

    id: UUID
    name: str
    status: Visibility


class AdminCourse(AdminResponse):
    """A row of the list of courses."""

    id: UUID
    name: str
    description: str
    section_count: int
    lesson_count: int
    """Private ones too."""
    hidden_lesson_count: int
    """Lessons that no learner sees: private ones, and all in private sections."""
    learner_count: int
    """Users with access."""
    completion_count: int
    products: list[InProduct]
    created_at: UtcTime
    updated_at: UtcTime
    version: str
    """Of the course's own row."""


class AdminLesson(AdminResponse):
    """A lesson."""

    id: UUID
    name: str
    description: str | None
    youtube_video_id: str
    order: int
    status: LessonVisibility
    section_id: UUID
    completion_count: int
    """Users who completed it."""
    created_at: UtcTime
    updated_at: UtcTime
    version: str


class SectionFields(AdminResponse):
    """A section without its lessons."""

    id: UUID
    name: str
    order: int
    status: Visibility
    course_id: UUID
    created_at: UtcTime
    updated_at: UtcTime
    version: str


class AdminSection(SectionFields):
    """A section with its lessons, in order."""

    lessons: list[AdminLesson]


class AdminOutline(AdminResponse):
    """A course with everything in it, in order."""

    id: UUID
    name: str
    description: str
    learner_count: int
    completion_count: int
    products: list[InProduct]
    created_at: UtcTime
    updated_at: UtcTime
    version: str
    """Of all its rows: what `If-Match` of an order is compared with."""
    row_version: str
    """Of the course's own row: what `If-Match` of its PATCH is compared with."""
    sections: list[AdminSection]


class CourseCreate(AdminRequest):
    """A new course. The same `id` and body again is the same request, repeated."""

    id: UUID | None = None
    name: Name
    description: Description = ""


class CoursePatch(AdminRequest):
    """What is to change; what is left out stays."""

    name: LeftOut[Name] = None
    description: LeftOut[Description] = None


class SectionCreate(AdminRequest):
    """A new section; it goes last."""

    id: UUID | None = None
    name: Name
    status: SectionStatus = "private"


class SectionPatch(AdminRequest):
    """What is to change; what is left out stays."""

    name: LeftOut[Name] = None
    status: LeftOut[SectionStatus] = None


class LessonCreate(AdminRequest):
    """A new lesson; it goes last in its section. The video is an id or any URL of YouTube's."""

    id: UUID | None = None
    name: Name
    description: Description | None = None
    youtube_video_id: Video
    status: LessonStatus = "private"


class LessonPatch(AdminRequest):
    """What is to change; what is left out stays. A description of null empties it."""

    name: LeftOut[Name] = None
    description: Description | None = None
    youtube_video_id: LeftOut[Video] = None
    status: LeftOut[LessonStatus] = None


class SectionOrderRequest(AdminRequest):
    """A section with its lessons in their new order."""

    id: UUID
    lesson_ids: list[UUID]


class OrderRequest(AdminRequest):
    """All sections of the course with all its lessons, each once. Lessons may change section."""

    sections: list[SectionOrderRequest]
