"""`syllabus admin courses`: every course, with how much is in it and how many learn from it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.admin.find import exact
from tui.commands.command import Command, no_arguments
from tui.commands.context import note_age, warn
from tui.commands.failure import Exit
from tui.commands.output import Column

if TYPE_CHECKING:
    from argparse import Namespace

    from api_client.library import Library
    from tui.commands.context import Context

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("Course", flexible=True),
    Column("Sections", right=True),
    Column("Lessons", right=True),
    Column("Learners", right=True),
    Column("Completions", right=True),
)


def _run(context: Context, _arguments: Namespace) -> int:
    return context.with_library(partial(_list, context))


async def _list(context: Context, library: Library) -> int:
    snapshot = await library.fetch(documents.admin_courses())
    courses = snapshot.value or ()
    if context.output.as_json:
        context.output.json({"items": [course.model_dump(mode="json") for course in courses]})
    else:
        context.output.table(
            _COLUMNS,
            (
                (
                    str(course.id),
                    exact(course.name),
                    str(course.section_count),
                    str(course.lesson_count),
                    str(course.learner_count),
                    str(course.completion_count),
                )
                for course in courses
            ),
        )
        if not courses:
            warn("There are no courses yet.")
    note_age(snapshot)
    return Exit.DONE


COMMAND = Command(
    name="courses",
    summary="list all courses, with learners and completions",
    run=_run,
    add_arguments=no_arguments,
    details="In a pipe: id, name, sections, lessons, learners, completions.",
)
