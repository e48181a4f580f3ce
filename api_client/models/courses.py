"""Courses: the catalog's summary and the outline."""

from typing import Annotated
from uuid import UUID

from api_client.models.base import Response, UtcTime, word

Access = Annotated[str, word("owned", "preview", "locked")]
"""`owned`: the viewer has access; `preview`: no access, but a preview lesson; `locked`: neither."""

LessonStatus = Annotated[str, word("public", "preview")]
"""What a learner can meet; private lessons are in the admin's endpoints alone."""


class Offer(Response):
    """A public product that contains the course."""

    id: UUID
    name: str
    price_in_dollars: int


class NextLesson(Response):
    """The first visible lesson, in order, that is neither complete nor locked."""

    id: UUID
    name: str
    position: int
    """From 1, in the course's visible lessons."""


class CourseSummary(Response):
    """A row of the catalog, for one viewer."""

    id: UUID
    name: str
    description: str
    section_count: int
    lesson_count: int
    """Visible lessons."""
    completed_count: int
    """Those of them that the viewer completed; 0 for an anonymous one."""
    access: Access
    products: list[Offer]
    """Cheapest first."""
    next_lesson: NextLesson | None
    last_completed_at: UtcTime | None
    created_at: UtcTime
    updated_at: UtcTime


class LessonSummary(Response):
    """A row of the outline."""

    id: UUID
    name: str
    order: int
    status: LessonStatus
    locked: bool
    completed_at: UtcTime | None


class Section(Response):
    """A section of the outline with the lessons that the viewer can see, in order."""

    id: UUID
    name: str
    order: int
    lesson_count: int
    completed_count: int
    lessons: list[LessonSummary]


class Outline(CourseSummary):
    """A course with everything in it that the viewer can see."""

    sections: list[Section]
