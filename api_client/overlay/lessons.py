"""What marks do to an outline and to a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from api_client.models import NextLesson
from api_client.overlay.counts import completion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api_client.models import Lesson, LessonSummary, Outline, Section
    from api_client.queue import QueuedMark


def overlay_lesson(lesson: Lesson, marks: Mapping[str, QueuedMark]) -> Lesson:
    """A lesson with its mark applied."""
    mark = marks.get(str(lesson.id))
    if mark is None:
        return lesson
    return lesson.model_copy(update={"completed_at": completion(mark, lesson.completed_at)})


def overlay_outline(outline: Outline, marks: Mapping[str, QueuedMark]) -> Outline:
    """An outline with the marks applied: its lessons, counts, next lesson and last completion."""
    by_id = {UUID(lesson_id): mark for lesson_id, mark in marks.items()}
    sections = [_section(section, by_id) for section in outline.sections]
    if all(new is old for new, old in zip(sections, outline.sections, strict=True)):
        return outline
    lessons = [lesson for section in sections for lesson in section.lessons]
    return outline.model_copy(
        update={
            "sections": sections,
            "completed_count": sum(section.completed_count for section in sections),
            "next_lesson": _next(lessons),
            "last_completed_at": max((each.completed_at for each in lessons if each.completed_at), default=None),
        }
    )


def _section(section: Section, marks: Mapping[UUID, QueuedMark]) -> Section:
    if not any(lesson.id in marks for lesson in section.lessons):
        return section
    lessons = [_summary(lesson, marks) for lesson in section.lessons]
    completed = sum(1 for lesson in lessons if lesson.completed_at)
    return section.model_copy(update={"lessons": lessons, "completed_count": completed})


def _summary(lesson: LessonSummary, marks: Mapping[UUID, QueuedMark]) -> LessonSummary:
    mark = marks.get(lesson.id)
    if mark is None:
        return lesson
    return lesson.model_copy(update={"completed_at": completion(mark, lesson.completed_at)})


def _next(lessons: list[LessonSummary]) -> NextLesson | None:
    for position, lesson in enumerate(lessons, start=1):
        if not lesson.locked and not lesson.completed_at:
            return NextLesson(id=lesson.id, name=lesson.name, position=position)
    return None
