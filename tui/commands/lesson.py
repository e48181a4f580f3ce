"""`syllabus lesson LESSON`: one lesson, to read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.command import Command
from tui.commands.context import note_age
from tui.commands.describe import lesson_state, locked_because
from tui.commands.failure import Exit
from tui.commands.find import find_lesson
from tui.commands.output import name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.models import Lesson
    from api_client.rows import CourseRow, PendingMark
    from tui.commands.context import Context
    from tui.commands.output import Output


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", nargs="+", help="an id, a name, or a part of one")


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_show, context, arguments.lesson))


async def _show(context: Context, words: Sequence[str], library: Library) -> int:
    snapshot = await find_lesson(library, words)
    lesson = snapshot.value
    if lesson is None:
        return Exit.FAILED
    if context.output.as_json:
        context.output.json(lesson.model_dump(mode="json"))
    else:
        _print(
            context.output, lesson, snapshot.marks.get(str(lesson.id)), await course_of(library, str(lesson.course_id))
        )
    note_age(snapshot)
    return Exit.DONE


async def course_of(library: Library, course_id: str) -> CourseRow | None:
    """The row of a course, if the cache has it."""
    catalog = await library.read(documents.catalog())
    return next((course for course in catalog.value or () if course.id == course_id), None)


def _print(output: Output, lesson: Lesson, mark: PendingMark | None, course: CourseRow | None) -> None:
    sign, word, _ = lesson_state(lesson, mark, owned=course is None or course.owned)
    output.line(f"{name(lesson.course_name)} › {name(lesson.section_name)}", style="dim")
    output.line(name(lesson.name), style="bold")
    output.line(f"lesson {lesson.position} of {lesson.lesson_count} · {sign} {word}")
    if lesson.locked:
        output.line(f"\nLocked: {locked_because(course)}.")
    if lesson.description:
        output.line()
        output.markdown(lesson.description)
    output.line()
    if lesson.video_url:
        output.line(lesson.video_url)
    for label, neighbour in (("previous", lesson.previous), ("next", lesson.next)):
        if neighbour:
            output.line(f"{label}: {name(neighbour.name)}", style="dim")


COMMAND = Command(name="lesson", summary="show one lesson", run=_run, add_arguments=_add_arguments)
