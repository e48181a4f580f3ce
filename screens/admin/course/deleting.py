"""What goes with rows that are deleted, in numbers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screens.typed_confirmation import word_for
from widgets.reorder_rows import section_id_of
from widgets.text import brief, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.ordering.order import Order
    from api_client.resources.admin.admin import Admin
    from screens.admin.course.course_rows import CourseRows

Call = Callable[["Admin"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Deletion:
    """A question, and what is done when it was answered."""

    title: str
    sentences: tuple[str, ...]
    word: str
    calls: tuple[Call, ...]
    done: str


def deletion(known: CourseRows, order: Order, keys: Sequence[str]) -> Deletion:
    """The deletion of rows. What is in a deleted section goes with it, as the server has it."""
    sections = [id for key in keys if (id := section_id_of(key)) is not None]
    inside = {lesson.id for id in sections for lesson in known.sections[id].lessons}
    lessons = [key for key in keys if section_id_of(key) is None and key not in inside]
    gone = inside | set(lessons)
    completions = sum(known.lessons[id].completion_count for id in gone if id in known.lessons)
    only = known.name(section_id_of(keys[0]) or keys[0])
    what = only if len(keys) == 1 else f"{len(keys)} rows"
    sentences = [_numbers(known, len(sections), len(gone), completions, only_one=len(keys) == 1)]
    if strangers := _moved_in(known, order, sections):
        stays = "stays where it was" if strangers == 1 else "stay where they were"
        sentences.append(f"{plural(strangers, 'lesson')} that you moved in, and did not save, {stays}.")
    sentences.append("It cannot be undone.")
    return Deletion(
        f"Delete {brief(what)}?",
        tuple(sentences),
        word_for(only) if len(keys) == 1 else "delete",
        (*(_section_call(id) for id in sections), *(_lesson_call(id) for id in lessons)),
        f"{brief(what)} deleted.",
    )


def _numbers(known: CourseRows, sections: int, lessons: int, completions: int, *, only_one: bool) -> str:
    learners = plural(known.outline.learner_count, "learner")
    lost = f"{learners}, {plural(completions, 'completion')}"
    if sections:
        return f"With {plural(lessons, 'lesson')}; it affects {lost}."
    return f"It affects {lost}." if only_one else f"{plural(lessons, 'lesson')}; it affects {lost}."


def _moved_in(known: CourseRows, order: Order, sections: Sequence[str]) -> int:
    there = {lesson.id for id in sections for lesson in known.sections[id].lessons}
    return sum(id not in there for section in order if section.id in sections for id in section.lesson_ids)


def _section_call(id: str) -> Call:
    return lambda admin: admin.sections.delete(id)


def _lesson_call(id: str) -> Call:
    return lambda admin: admin.lessons.delete(id)
