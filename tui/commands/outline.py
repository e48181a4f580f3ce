"""`syllabus outline COURSE`: the sections and lessons of a course."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.command import Command
from tui.commands.context import note_age
from tui.commands.describe import lesson_state
from tui.commands.failure import Exit
from tui.commands.find import find_course
from tui.commands.output import Column, name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping, Sequence

    from api_client.library import Library
    from api_client.models import Outline
    from api_client.rows import PendingMark
    from tui.commands.context import Context
    from tui.commands.output import Cell

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("", right=True),
    Column("Section", audience="programs"),
    Column("", audience="people"),
    Column("Lesson", flexible=True),
    Column(""),
)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("course", metavar="COURSE", nargs="+", help="an id, a name, or a part of one")


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_show, context, arguments.course))


async def _show(context: Context, words: Sequence[str], library: Library) -> int:
    course, _ = await find_course(library, words)
    snapshot = await library.fetch(documents.outline(course.id))
    outline = snapshot.value
    if outline is None:
        return Exit.FAILED
    output = context.output
    if output.as_json:
        output.json(outline.model_dump(mode="json"))
    else:
        if output.for_people:
            output.line(name(outline.name), style="bold")
            output.line(f"{outline.completed_count} of {outline.lesson_count} lessons complete")
            output.line()
        output.table(_COLUMNS, _rows(outline, snapshot.marks, headings=output.for_people))
    note_age(snapshot)
    return Exit.DONE


def _rows(outline: Outline, marks: Mapping[str, PendingMark], *, headings: bool) -> Iterator[Sequence[Cell]]:
    following = outline.next_lesson.id if outline.next_lesson else None
    owned = outline.access == "owned"
    position = 0
    for section in outline.sections:
        if headings:
            count = f"{section.completed_count}/{section.lesson_count}"
            yield "", "", "", "", (name(section.name), "bold"), count
        for lesson in section.lessons:
            position += 1
            mark = marks.get(str(lesson.id))
            sign, word, style = lesson_state(lesson, mark, is_next=lesson.id == following, owned=owned)
            yield str(lesson.id), str(position), name(section.name), (sign, style), name(lesson.name), word


COMMAND = Command(
    name="outline",
    summary="show a course's sections and lessons",
    run=_run,
    add_arguments=_add_arguments,
    details="In a pipe: id, position, section, lesson, state.",
)
