"""`syllabus watch [LESSON]`: a lesson's video, in the browser."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from api_client.rows import continue_course
from tui.commands.command import Command
from tui.commands.describe import locked_because
from tui.commands.failure import Exit, Failure
from tui.commands.find import find_lesson
from tui.commands.lesson import course_of
from tui.commands.output import name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.documents import Snapshot
    from api_client.library import Library
    from api_client.models import Lesson
    from tui.browser import Browser
    from tui.commands.context import Context


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "lesson", metavar="LESSON", nargs="*", help="an id, a name, or a part of one; else the next one"
    )


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_watch, context, arguments.lesson))


async def _watch(context: Context, words: Sequence[str], library: Library) -> int:
    lesson = (await (find_lesson(library, words) if words else _next_lesson(library))).value
    if lesson is None:
        return Exit.FAILED
    if lesson.locked:
        reason = locked_because(await course_of(library, str(lesson.course_id)))
        raise Failure(f"“{name(lesson.name)}” is locked: {reason}.", code=Exit.NOT_FOUND)
    if not lesson.video_url:
        raise Failure(f"“{name(lesson.name)}” has no video.", code=Exit.NOT_FOUND)
    opened = await _open(context.browser(), lesson.video_url)
    if context.output.as_json:
        context.output.json({"lessonId": str(lesson.id), "videoUrl": lesson.video_url, "opened": opened})
    elif opened:
        context.output.line(f"{name(lesson.name)} · {lesson.video_url}")
    else:
        _show_link(context, lesson.video_url)
    return Exit.DONE


async def _next_lesson(library: Library) -> Snapshot[Lesson]:
    course = continue_course((await library.fetch(documents.catalog())).value or ())
    if course is None or not course.next_id:
        raise Failure("Nothing is left to do.", "Name a lesson: `syllabus watch LESSON`.", code=Exit.NOT_FOUND)
    return await library.fetch(documents.lesson(course.next_id))


async def _open(browser: Browser, url: str) -> bool:
    """Whether a browser runs now; False on a computer that the person does not sit at. Raises Failure."""
    from asyncio import wrap_future

    from tui.browser import Opened, Remote

    opening = browser.open(url)
    if isinstance(opening, Remote):
        return False
    # Awaited: asyncio turns ^C into a cancellation, which a thread's result would not notice.
    reason = await wrap_future(opening.outcome) if isinstance(opening, Opened) else opening.reason
    if reason:
        raise Failure(reason, f"The link: {url}")
    return True


def _show_link(context: Context, url: str) -> None:
    context.output.line(url)
    if context.output.for_people:
        import segno

        context.output.line("This computer is not the one you sit at: open the link there, or scan it.")
        segno.make(url, error="l").terminal(border=2, compact=True)


COMMAND = Command(
    name="watch",
    summary="open a lesson's video",
    run=_run,
    add_arguments=_add_arguments,
    details="Over SSH the link is printed, and drawn as a QR code, for a browser here would open on the wrong screen.",
)
