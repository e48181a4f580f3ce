"""`syllabus admin lint [COURSE]`: what is probably not meant."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.admin.find import exact, find_course_id
from tui.commands.command import Command
from tui.commands.failure import Exit
from tui.commands.output import Column

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.models.admin import Finding
    from tui.commands.context import Context
    from tui.commands.output import Cell

_COLUMNS = (
    Column("Severity"),
    Column("Code"),
    Column("Course", audience="programs"),
    Column("Section", audience="programs"),
    Column("Lesson", audience="programs"),
    Column("Product", audience="programs"),
    Column("", flexible=True),
)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("course", metavar="COURSE", nargs="*", help="an id, a name, or a part of one; all without it")


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_lint, context, arguments.course))


async def _lint(context: Context, words: Sequence[str], library: Library) -> int:
    course_id = await find_course_id(library, words) if words else None
    findings = await library.administer(lambda admin: admin.courses.lint(course_id))
    output = context.output
    if output.as_json:
        output.json({"items": [finding.model_dump(mode="json") for finding in findings]})
    elif findings:
        output.table(_COLUMNS, map(_cells, findings))
    elif output.for_people:
        output.line("Nothing found.")
    return Exit.FAILED if findings else Exit.DONE


def _cells(finding: Finding) -> Sequence[Cell]:
    ids = (finding.course_id, finding.section_id, finding.lesson_id, finding.product_id)
    return finding.severity, finding.code, *(str(id or "") for id in ids), exact(finding.detail)


COMMAND = Command(
    name="lint",
    summary="look for what is probably not meant, in one course or in all",
    run=_run,
    add_arguments=_add_arguments,
    details="The exit code is 1 if something is found. In a pipe: severity, code, course, section, lesson and product "
    "id (as far as they apply), a sentence.",
)
