"""`syllabus admin export COURSE`: a course as one document, for importing, or as Markdown, for reading."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.admin.find import add_course, find_course_id
from tui.commands.command import Command
from tui.commands.failure import Exit, Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from api_client.library import Library
    from tui.commands.context import Context


def _add_arguments(parser: ArgumentParser) -> None:
    add_course(parser)
    parser.add_argument(
        "--format", choices=("json", "markdown"), help="json, which `admin import` takes (as without it), or markdown"
    )


def _run(context: Context, arguments: Namespace) -> int:
    if context.output.as_json and arguments.format == "markdown":
        raise Failure("--json and --format markdown exclude each other.", code=Exit.USAGE)
    return context.with_library(partial(_export, context, arguments))


async def _export(context: Context, arguments: Namespace, library: Library) -> int:
    course_id = await find_course_id(library, arguments.course)
    document = await library.administer(lambda admin: admin.documents.export(course_id))
    if arguments.format == "markdown":
        from tui.commands.admin.markdown import markdown

        for line in markdown(document):
            context.output.line(line)
    else:
        context.output.json(document.model_dump(mode="json"))
    return Exit.DONE


COMMAND = Command(
    name="export",
    summary="print a course as one document",
    run=_run,
    add_arguments=_add_arguments,
    details="JSON has every text exactly as it is stored, and `admin import` takes it. Markdown is for reading alone.",
)
