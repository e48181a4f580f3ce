"""`syllabus admin outline COURSE`: everything in a course, private things too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.admin.find import add_course, exact, find_course_id
from tui.commands.command import Command
from tui.commands.context import note_age
from tui.commands.failure import Exit
from tui.commands.output import Column
from widgets.text import plural

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from api_client.library import Library
    from api_client.models.admin import AdminOutline
    from tui.commands.context import Context
    from tui.commands.output import Cell, Output

_COLUMNS = (
    Column("Kind", audience="programs"),
    Column("Id", audience="programs"),
    Column("", right=True),
    Column("Section, lesson", flexible=True),
    Column("Visibility"),
    Column("Completions", right=True),
)
_STYLES = {"private": "dim", "preview": "italic"}


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_show, context, arguments.course))


async def _show(context: Context, words: Sequence[str], library: Library) -> int:
    snapshot = await library.fetch(documents.admin_outline(await find_course_id(library, words)))
    outline = snapshot.value
    if outline is None:
        return Exit.FAILED
    output = context.output
    if output.as_json:
        output.json(outline.model_dump(mode="json"))
    else:
        if output.for_people:
            _head(output, outline)
        output.table(_COLUMNS, _rows(outline, styled=output.for_people))
    note_age(snapshot)
    return Exit.DONE


def _head(output: Output, outline: AdminOutline) -> None:
    output.line(exact(outline.name), style="bold")
    output.line(f"{plural(outline.learner_count, 'learner')}, {plural(outline.completion_count, 'completion')}")
    if outline.products:
        output.line(f"In {', '.join(exact(product.name) for product in outline.products)}")
    output.line()


def _rows(outline: AdminOutline, *, styled: bool) -> Iterator[Sequence[Cell]]:
    position = 0
    for number, section in enumerate(outline.sections, start=1):
        head = (exact(section.name), "bold") if styled else exact(section.name)
        count = "" if styled else str(sum(lesson.completion_count for lesson in section.lessons))
        yield "section", str(section.id), "" if styled else str(number), head, section.status, count
        for lesson in section.lessons:
            position += 1
            style = _STYLES.get(lesson.status, "")
            yield (
                "lesson",
                str(lesson.id),
                str(position),
                (exact(lesson.name), style),
                (exact(lesson.status), style),
                str(lesson.completion_count),
            )


COMMAND = Command(
    name="outline",
    summary="show a course with everything in it, private things too",
    run=_run,
    add_arguments=add_course,
    details=(
        "In a pipe: section or lesson, id, position, name, visibility, completions. "
        "With its lines in another order it is what `admin order` takes."
    ),
)
