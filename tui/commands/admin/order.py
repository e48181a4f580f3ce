"""`syllabus admin order COURSE --file F`: putting a course into another order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.admin.find import add_course, exact, find_course_id
from tui.commands.admin.given_file import FILE_HELP, read_file
from tui.commands.admin.refused import REFUSALS, listed, refusal
from tui.commands.command import Command
from tui.commands.failure import Exit, Failure
from tui.commands.output import Column
from widgets.text import plural

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from api_client.library import Library
    from api_client.models.admin import AdminOutline
    from api_client.ordering.changes import Changes
    from api_client.ordering.order import Spot
    from api_client.resources.admin.admin import Admin
    from tui.commands.admin.order_file import OrderFile
    from tui.commands.context import Context
    from tui.commands.output import Output

_COLUMNS = (
    Column("Kind"),
    Column("Id", audience="programs"),
    Column("Moved", flexible=True),
    Column("", flexible=True),
)


def _add_arguments(parser: ArgumentParser) -> None:
    add_course(parser)
    parser.add_argument("--file", metavar="FILE", required=True, help=FILE_HELP)
    parser.add_argument("--if-match", metavar="VERSION", help="refuse if the outline has another version by now")
    parser.add_argument("--dry-run", action="store_true", help="only say what would move")


def _run(context: Context, arguments: Namespace) -> int:
    from tui.commands.admin.order_file import parse_order

    try:
        file = parse_order(read_file(arguments.file))
        if arguments.if_match:
            file = file._replace(version=arguments.if_match)
        return context.with_library(partial(_order, context, arguments, file))
    except REFUSALS as error:
        raise refusal(error, "`syllabus admin outline` says what its order is now.") from None


async def _order(context: Context, arguments: Namespace, file: OrderFile, library: Library) -> int:
    from api_client.ordering.changes import changes_between
    from api_client.ordering.outline_order import order_of

    course_id = await find_course_id(library, arguments.course)

    async def reorder(admin: Admin) -> tuple[AdminOutline, str]:
        before = await admin.courses.outline(course_id)
        if file.order == order_of(before):
            return before, before.version
        _check(file, before)
        if arguments.dry_run:
            return before, before.version
        return before, (await admin.courses.reorder(course_id, file.order, if_match=before.version)).version

    before, version = await library.administer(reorder)
    changes = changes_between(order_of(before), file.order)
    if context.output.as_json:
        context.output.json({"courseId": course_id, "version": version, "moved": _json(before, changes)})
    else:
        _say(context.output, before, changes, dry_run=arguments.dry_run)
    return Exit.DONE


def _check(file: OrderFile, outline: AdminOutline) -> None:
    """Raise where the file was made from another state of the course, or does not have all of it."""
    from api_client.errors import VersionMismatch
    from api_client.ordering.outline_order import order_of
    from tui.commands.admin.order_file import faults

    if file.version not in (None, outline.version):
        raise VersionMismatch("The outline has another version.", version=outline.version)
    if found := faults(file.order, order_of(outline)):
        raise Failure("This is no order of the course's sections and lessons.", *listed(found))


def _say(output: Output, before: AdminOutline, changes: Changes, *, dry_run: bool) -> None:
    from api_client.ordering.words import went

    names = _names(before)
    moves = [("section", move) for move in changes.moved_sections] + [
        ("lesson", move) for move in changes.moved_lessons
    ]
    if output.for_people:
        verb = "would move" if dry_run else "moved"
        output.line(f"{plural(len(moves), 'thing')} {verb}." if moves else "The course is in this order already.")
    if moves:
        rows = ((kind, move.id, exact(names[move.id]), exact(went(move, names.__getitem__))) for kind, move in moves)
        output.table(_COLUMNS, rows)


def _json(before: AdminOutline, changes: Changes) -> list[dict[str, object]]:
    sections = {move.id for move in changes.moved_sections}
    names = _names(before)
    return [
        {
            "kind": "section" if move.id in sections else "lesson",
            "id": move.id,
            "name": names[move.id],
            "was": _spot(move.was),
            "now": _spot(move.now),
        }
        for move in (*changes.moved_sections, *changes.moved_lessons)
    ]


def _spot(spot: Spot) -> dict[str, object]:
    return {"position": spot.position, "sectionId": spot.section_id}


def _names(outline: AdminOutline) -> dict[str, str]:
    return {str(each.id): each.name for section in outline.sections for each in (section, *section.lessons)}


COMMAND = Command(
    name="order",
    summary="put a course's sections and lessons into another order",
    run=_run,
    add_arguments=_add_arguments,
    details=(
        "The file has every section and lesson once: the lines that `admin outline` prints in a pipe, in another "
        "order, or JSON as of the API. In a pipe: section or lesson, id, name, from where to where."
    ),
)
