"""`syllabus done LESSON [--undo]`: mark a lesson complete."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from api_client.errors import ApiError, Unauthenticated, is_outage
from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.describe import locked_because
from tui.commands.failure import Exit, Failure
from tui.commands.find import find_lesson, find_listed
from tui.commands.lesson import course_of
from tui.commands.output import name
from widgets.marks import marks

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.rows import PendingMark
    from tui.commands.context import Context

_PATIENCE = 5.0
"""Seconds to wait for the server's answer; the mark is safe already."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """The lesson that is marked."""

    id: str
    name: str
    course_id: str
    locked: bool


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", nargs="+", help="an id, a name, or a part of one")
    parser.add_argument("--undo", action="store_true", help="mark it not complete instead")


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_mark, context, arguments))


async def _mark(context: Context, arguments: Namespace, library: Library) -> int:
    lesson = await _meant(library, arguments.lesson)
    completed = not arguments.undo
    await _check(library, lesson)
    await library.mark([lesson.id], completed)
    status = await library.send(_PATIENCE)
    unsent = next((mark for mark in await library.queue() if mark.lesson_id == lesson.id), None)
    _report(context, lesson, unsent, completed=completed)
    if unsent and status.connection == "signed_out":
        warn(f"{status.reason} It is sent after `syllabus login`.")
    if unsent is None or unsent.refusal is None:
        return Exit.DONE
    # It has been said now; left in the queue it would be said again in the interface.
    await library.dismiss([lesson.id])
    return Exit.NOT_FOUND


async def _meant(library: Library, words: Sequence[str]) -> _Meant:
    """The lesson that the words name; without a server, one that was ever listed. Raises Failure and ApiError."""
    try:
        lesson = (await find_lesson(library, words)).value
        course_id = lesson and lesson.course_id
    except ApiError as error:
        listed = await find_listed(library, words) if is_outage(error) or isinstance(error, Unauthenticated) else None
        if listed is None:
            raise
        lesson, course = listed
        course_id = course.id
    if lesson is None:
        raise Failure("The server did not say which lesson this is.")
    return _Meant(str(lesson.id), lesson.name, str(course_id), lesson.locked)


async def _check(library: Library, lesson: _Meant) -> None:
    """Refuse at once what the server would refuse. Raises Failure."""
    if library.status.anonymous:
        sentence = "Marking a lesson needs an account, and nobody is signed in on this server."
        raise Failure(sentence, "`syllabus login` signs in.", code=Exit.SIGN_IN)
    course = await course_of(library, lesson.course_id)
    if lesson.locked or (course and not course.owned):
        raise Failure(f"“{name(lesson.name)}” cannot be marked: {locked_because(course)}.", code=Exit.NOT_FOUND)


def _report(context: Context, lesson: _Meant, unsent: PendingMark | None, *, completed: bool) -> None:
    state = unsent.sync if unsent else "saved"
    if context.output.as_json:
        context.output.json(
            {
                "lessonId": lesson.id,
                "lessonName": lesson.name,
                "courseId": lesson.course_id,
                "completed": completed,
                "state": state,
                "reason": unsent.refusal if unsent else None,
            }
        )
        return
    sign = marks().done if completed else marks().open
    word = "complete" if completed else "not complete"
    reason = f": {unsent.refusal}" if unsent and unsent.refusal else ""
    context.output.line(f"{sign} {name(lesson.name)} · {word} · {state}{reason}")


COMMAND = Command(
    name="done",
    summary="mark a lesson complete",
    run=_run,
    add_arguments=_add_arguments,
    details="It is stored on this computer before it is sent; offline it says `waiting` and goes out later.",
)
