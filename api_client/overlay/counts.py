"""What marks do to the counts of a course. Standard library alone: the first frame shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from api_client.lesson_index import KnownLesson, LessonIndex
    from api_client.queue import QueuedMark
    from api_client.rows import CourseRow


@dataclass(frozen=True, slots=True)
class Counts:
    """What of a course depends on the viewer's completions."""

    lesson_count: int
    completed_count: int
    next: tuple[str, str, int] | None
    """Id, name and position of the next lesson."""
    last_completed_at: datetime | None


def applying(marks: Iterable[QueuedMark]) -> dict[str, QueuedMark]:
    """The marks that count, by lesson: those that were not refused."""
    return {mark.lesson_id: mark for mark in marks if mark.refusal is None}


def completion(mark: QueuedMark, before: datetime | None) -> datetime | None:
    """When a lesson is completed once the mark is applied: the first time is kept."""
    return (before or mark.at) if mark.completed else None


def overlay_counts(counts: Counts, marks: Mapping[str, QueuedMark], lessons: Sequence[KnownLesson]) -> Counts:
    """The counts with the marks of the course applied.

    `lessons` is what the index knows of the course, in order; it may be nothing, a part, or older than the counts.
    """
    if not marks:
        return counts
    completed = counts.completed_count + sum(mark.change for mark in marks.values())
    completed = min(max(completed, 0), counts.lesson_count)
    before = {lesson.id: lesson.completed_at for lesson in lessons}
    after = {
        lesson.id: completion(mark, lesson.completed_at) if (mark := marks.get(lesson.id)) else lesson.completed_at
        for lesson in lessons
    }
    agrees = len(lessons) == counts.lesson_count and _completed(before) == counts.completed_count
    return Counts(
        counts.lesson_count,
        completed,
        None if completed == counts.lesson_count else _next(counts, marks, lessons, after, agrees),
        max((time for time in after.values() if time), default=None) if agrees else _last(counts, marks),
    )


def overlay_course_row(row: CourseRow, marks: Mapping[str, QueuedMark], lessons: Sequence[KnownLesson]) -> CourseRow:
    """A row of the catalog with the marks of its course applied."""
    if not marks:
        return row
    following = (row.next_id, row.next_name, row.next_position) if row.next_id else None
    counts = overlay_counts(
        Counts(row.lesson_count, row.completed_count, following, row.last_completed_at), marks, lessons
    )
    next_id, next_name, next_position = counts.next or (None, "", 0)
    return row._replace(
        completed_count=counts.completed_count,
        next_id=next_id,
        next_name=next_name,
        next_position=next_position,
        last_completed_at=counts.last_completed_at,
    )


def overlay_catalog(
    rows: tuple[CourseRow, ...], marks: Mapping[str, QueuedMark], lessons: LessonIndex
) -> tuple[CourseRow, ...]:
    """The catalog with the marks applied."""
    courses = marks_by_course(marks.values())
    if not courses:
        return rows
    return tuple(
        overlay_course_row(row, courses[row.id], lessons.of_course(row.id)) if row.id in courses else row
        for row in rows
    )


def marks_by_course(marks: Iterable[QueuedMark]) -> dict[str, dict[str, QueuedMark]]:
    """The marks by course and lesson."""
    courses: dict[str, dict[str, QueuedMark]] = {}
    for mark in marks:
        courses.setdefault(mark.course_id, {})[mark.lesson_id] = mark
    return courses


def _completed(completions: Mapping[str, datetime | None]) -> int:
    return sum(1 for time in completions.values() if time)


def _next(
    counts: Counts,
    marks: Mapping[str, QueuedMark],
    lessons: Sequence[KnownLesson],
    after: Mapping[str, datetime | None],
    agrees: bool,
) -> tuple[str, str, int] | None:
    """The first lesson that is neither complete nor locked.

    Where the index and the counts disagree, the server's next lesson counts: only from it on, and for what was
    un-completed, is the index believed.
    """
    if agrees:
        start = 1
    elif counts.next:
        start = counts.next[2]
    else:
        start = counts.lesson_count + 1
    for lesson in lessons:
        uncompleted = lesson.id in marks and not marks[lesson.id].completed
        if (lesson.position >= start or uncompleted) and not lesson.locked and not after[lesson.id]:
            return lesson.id, lesson.name, lesson.position
    return None if agrees else counts.next


def _last(counts: Counts, marks: Mapping[str, QueuedMark]) -> datetime | None:
    times = [mark.at for mark in marks.values() if mark.change > 0]
    return max([*times, counts.last_completed_at] if counts.last_completed_at else times, default=None)
