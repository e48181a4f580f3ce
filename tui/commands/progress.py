"""`syllabus progress`: what one has done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from api_client.rows import course_row
from tui.commands.command import Command, no_arguments
from tui.commands.context import note_age
from tui.commands.courses import COURSE_COLUMNS, course_cells
from tui.commands.failure import Exit
from tui.commands.output import name
from widgets.text import plural

if TYPE_CHECKING:
    from argparse import Namespace

    from api_client.library import Library
    from api_client.models import Progress
    from tui.commands.context import Context
    from tui.commands.output import Output

_RECENT = 5
"""Completions that a person is shown; --json has all that the server keeps."""


def _run(context: Context, _arguments: Namespace) -> int:
    return context.with_library(partial(_show, context))


async def _show(context: Context, library: Library) -> int:
    snapshot = await library.fetch(documents.progress(context.time_zone()))
    progress = snapshot.value
    if progress is None:
        return Exit.FAILED
    output = context.output
    if output.as_json:
        output.json(progress.model_dump(mode="json"))
    else:
        if output.for_people:
            _summary(output, progress)
            output.line()
        output.table(COURSE_COLUMNS, [course_cells(course_row(course)) for course in progress.courses])
        if output.for_people:
            _recent(output, progress)
    note_age(snapshot)
    return Exit.DONE


def _summary(output: Output, progress: Progress) -> None:
    percent = progress.completed_count * 100 // progress.lesson_count if progress.lesson_count else 0
    output.line(f"{progress.completed_count:,} of {plural(progress.lesson_count, 'lesson')} · {percent} %", "bold")
    if not progress.longest_streak:
        return
    streak = f"{plural(progress.current_streak, 'day')} in a row"
    longest = plural(progress.longest_streak, "day")
    until = f" until {progress.longest_streak_end}" if progress.longest_streak_end else ""
    output.line(f"{streak} · longest {longest}{until}")


def _recent(output: Output, progress: Progress) -> None:
    if not progress.recent:
        return
    output.line()
    for done in progress.recent[:_RECENT]:
        output.line(
            f"{done.completed_at.astimezone():%Y-%m-%d %H:%M}  {name(done.lesson_name)} · {name(done.course_name)}"
        )


COMMAND = Command(
    name="progress",
    summary="show what you have done",
    run=_run,
    add_arguments=no_arguments,
    details="In a pipe: course id, course, completed/lessons, state.",
)
