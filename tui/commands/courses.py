"""`syllabus courses`: the catalog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.command import Command, no_arguments
from tui.commands.context import note_age, warn
from tui.commands.describe import course_json, course_mark, course_state
from tui.commands.failure import Exit
from tui.commands.output import Column, name

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.rows import CourseRow
    from tui.commands.context import Context
    from tui.commands.output import Cell

COURSE_COLUMNS = (
    Column("Id", audience="programs"),
    Column("", audience="people"),
    Column("Course", flexible=True),
    Column("Lessons", right=True),
    Column("State", audience="programs"),
    Column("", right=True, audience="people"),
)


def _run(context: Context, _arguments: Namespace) -> int:
    return context.with_library(partial(_list, context))


async def _list(context: Context, library: Library) -> int:
    snapshot = await library.fetch(documents.catalog())
    courses = snapshot.value or ()
    if context.output.as_json:
        context.output.json({"items": [course_json(course) for course in courses]})
    else:
        context.output.table(COURSE_COLUMNS, [course_cells(course) for course in courses])
        if not courses:
            warn("There are no courses yet.")
    note_age(snapshot)
    return Exit.DONE


def course_cells(course: CourseRow) -> Sequence[Cell]:
    """A course's row, for COURSE_COLUMNS."""
    return (
        course.id,
        course_mark(course),
        name(course.name),
        f"{course.completed_count}/{course.lesson_count}",
        course.state,
        course_state(course),
    )


COMMAND = Command(
    name="courses",
    summary="list the courses",
    run=_run,
    add_arguments=no_arguments,
    details="In a pipe: id, name, completed/lessons, state; one course a line, tabs between the values.",
)
