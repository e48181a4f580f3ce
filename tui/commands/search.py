"""`syllabus search WORDS`: courses, lessons and products."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.failure import Exit, Failure
from tui.commands.output import Column, name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from tui.commands.context import Context

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("Kind"),
    Column("Name", flexible=True),
    Column("Text", flexible=True),
)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", metavar="WORDS", nargs="+", help="words that must all occur")


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_search, context, arguments.words))


async def _search(context: Context, words: Sequence[str], library: Library) -> int:
    query = " ".join(words).strip()
    if not query:
        raise Failure("There are no words to search for.", code=Exit.USAGE)
    hits = await library.search(query)
    if library.status.connection in ("offline", "failing"):
        warn(f"{library.status.reason} Only what was read before was searched.")
    if context.output.as_json:
        context.output.json({"items": [hit.model_dump(mode="json") for hit in hits]})
        return Exit.DONE
    context.output.table(
        _COLUMNS,
        [(str(hit.id), hit.kind, name(hit.name), (name(hit.snippet) if hit.snippet else "", "dim")) for hit in hits],
    )
    if not hits and context.output.for_people:
        context.output.line("Nothing has all of these words.")
    return Exit.DONE


COMMAND = Command(
    name="search",
    summary="find courses and lessons by their words",
    run=_run,
    add_arguments=_add_arguments,
    details="In a pipe: id, kind, name, text.",
)
