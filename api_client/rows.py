"""What a list row draws: small tuples of the standard library alone, for there are thousands in a list.

The first frame is drawn from these before anything heavy is imported, so nothing here may import pydantic, httpx
or the models (a `TYPE_CHECKING` import is fine). Ids are text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from api_client.models import CourseSummary, Outline

CourseState = Literal["begun", "new", "done", "preview", "locked"]
Sync = Literal["saved", "waiting", "refused"]
"""Whether the last mark of a lesson reached the server."""


class OfferRow(NamedTuple):
    """A product that contains a course."""

    id: str
    name: str
    price_in_dollars: int


class CourseRow(NamedTuple):
    """A course in a list."""

    id: str
    name: str
    description: str
    section_count: int
    lesson_count: int
    completed_count: int
    access: str
    offers: tuple[OfferRow, ...]
    """Cheapest first."""
    next_id: str | None
    next_name: str
    next_position: int
    """From 1; 0 without a next lesson."""
    last_completed_at: datetime | None

    @property
    def owned(self) -> bool:
        """Whether the viewer has access."""
        return self.access == "owned"

    @property
    def state(self) -> CourseState:
        """The one word that the row's mark stands for."""
        if not self.owned:
            return "preview" if self.access == "preview" else "locked"
        if not self.completed_count:
            return "new"
        return "done" if self.completed_count >= self.lesson_count else "begun"

    @property
    def percent(self) -> int:
        """Completed lessons in percent, rounded down: 100 only when all are."""
        return self.completed_count * 100 // self.lesson_count if self.lesson_count else 0


class SectionRow(NamedTuple):
    """A section in an outline."""

    id: str
    name: str
    lesson_count: int
    completed_count: int
    lessons: tuple[LessonRow, ...]


class LessonRow(NamedTuple):
    """A lesson in an outline."""

    id: str
    name: str
    section_id: str
    position: int
    """From 1, in the course's visible lessons."""
    status: str
    locked: bool
    completed_at: datetime | None
    is_next: bool
    sync: Sync


@dataclass(frozen=True, slots=True)
class PendingMark:
    """A mark in the queue: it waits to be sent, or was refused for a reason that the user has not yet dismissed."""

    lesson_id: str
    lesson_name: str
    course_id: str
    course_name: str
    completed: bool
    at: datetime
    """When the lesson was marked, UTC."""
    refusal: str | None
    """A sentence for people; None while it waits."""

    @property
    def sync(self) -> Sync:
        """What the lesson's row says."""
        return "waiting" if self.refusal is None else "refused"


def course_row(course: CourseSummary) -> CourseRow:
    """The row of a course."""
    following = course.next_lesson
    return CourseRow(
        id=str(course.id),
        name=course.name,
        description=course.description,
        section_count=course.section_count,
        lesson_count=course.lesson_count,
        completed_count=course.completed_count,
        access=course.access,
        offers=tuple(OfferRow(str(offer.id), offer.name, offer.price_in_dollars) for offer in course.products),
        next_id=str(following.id) if following else None,
        next_name=following.name if following else "",
        next_position=following.position if following else 0,
        last_completed_at=course.last_completed_at,
    )


def section_rows(outline: Outline, marks: Mapping[str, PendingMark]) -> tuple[SectionRow, ...]:
    """The sections and lessons of an outline; `marks` is the queue by lesson id."""
    following = outline.next_lesson.id if outline.next_lesson else None
    rows: list[SectionRow] = []
    position = 0
    for section in outline.sections:
        section_id = str(section.id)
        lessons: list[LessonRow] = []
        for lesson in section.lessons:
            position += 1
            lesson_id = str(lesson.id)
            mark = marks.get(lesson_id)
            lessons.append(
                LessonRow(
                    lesson_id, lesson.name, section_id, position, lesson.status, lesson.locked, lesson.completed_at,
                    lesson.id == following, mark.sync if mark else "saved",
                )
            )  # fmt: skip
        rows.append(SectionRow(section_id, section.name, section.lesson_count, section.completed_count, tuple(lessons)))
    return tuple(rows)


def continue_course(courses: Sequence[CourseRow]) -> CourseRow | None:
    """Where to go on: the owned course with the latest completion that still has a next lesson, else the first.

    `courses` are in the order of their names, as the catalog is.
    """
    open_courses = [course for course in courses if course.owned and course.next_id]
    begun = [course for course in open_courses if course.last_completed_at]
    if begun:
        return max(begun, key=lambda course: (course.last_completed_at, course.id))
    return open_courses[0] if open_courses else None
