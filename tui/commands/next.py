"""`syllabus next [COURSE]`: where to go on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from api_client.rows import continue_course
from tui.commands.command import Command
from tui.commands.context import note_age
from tui.commands.describe import course_json
from tui.commands.failure import Exit
from tui.commands.find import pick_course
from tui.commands.output import name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.rows import CourseRow
    from tui.commands.context import Context
    from tui.commands.output import Output


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("course", metavar="COURSE", nargs="*", help="in this course; without it, where one was last")
    parser.add_argument(
        "--short", action="store_true", help="one line from the cache alone, at once: for prompts and tmux"
    )


def _run(context: Context, arguments: Namespace) -> int:
    if arguments.short:
        courses = context.library().cached_catalog().value or ()
        _print(context.output, _chosen(courses, arguments.course), short=True)
        return Exit.DONE
    return context.with_library(partial(_fetch, context, arguments.course))


async def _fetch(context: Context, words: Sequence[str], library: Library) -> int:
    snapshot = await library.fetch(documents.catalog())
    _print(context.output, _chosen(snapshot.value or (), words), short=False)
    note_age(snapshot)
    return Exit.DONE


def _chosen(courses: Sequence[CourseRow], words: Sequence[str]) -> CourseRow | None:
    return pick_course(courses, words) if words else continue_course(tuple(courses))


def _print(output: Output, course: CourseRow | None, *, short: bool) -> None:
    if output.as_json:
        output.json(course_json(course) if course else None)
    elif course and course.next_id:
        place = "" if short else f" · lesson {course.next_position} of {course.lesson_count}"
        output.line(f"{name(course.name)} › {name(course.next_name)}{place}")
    elif not short:
        output.line(
            f"{name(course.name)}: nothing is left to do." if course else "No course of yours has a lesson left."
        )


COMMAND = Command(
    name="next",
    summary="say which lesson comes next",
    run=_run,
    add_arguments=_add_arguments,
    details="With --json: the course with its nextLesson, or null.",
)
