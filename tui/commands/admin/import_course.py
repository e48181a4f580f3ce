"""`syllabus admin import FILE`: making a course what a document says."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tui.commands.admin.confirmation import add_yes, confirm
from tui.commands.admin.find import exact
from tui.commands.admin.given_file import FILE_HELP, read_file
from tui.commands.admin.refused import REFUSALS, refusal
from tui.commands.command import Command
from tui.commands.failure import Exit
from tui.commands.output import Column
from widgets.text import plural

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from api_client.library import Library
    from api_client.models.admin import AdminOutline, CourseDocument, DocumentPlan
    from api_client.resources.admin.admin import Admin
    from tui.commands.context import Context
    from tui.commands.output import Cell

_COLUMNS = (
    Column("Change"),
    Column("Kind"),
    Column("Id", audience="programs"),
    Column("Name", flexible=True),
    Column("", flexible=True),
)


class _Import(NamedTuple):
    """A document, and what it would do."""

    document: CourseDocument
    before: AdminOutline | None
    """The course as it is; None if it is not there."""
    plan: DocumentPlan

    @property
    def counts(self) -> Iterator[tuple[int, str, str]]:
        """How many of what become what."""
        kinds = {"course": self.plan.courses, "section": self.plan.sections, "lesson": self.plan.lessons}
        for noun, changes in kinds.items():
            verbs = {
                "created": changes.created,
                "changed": changes.changed,
                "moved": changes.moved,
                "deleted": changes.deleted,
            }
            yield from ((count, noun, verb) for verb, count in verbs.items() if count)

    @property
    def summary(self) -> str:
        """What it does, in numbers."""
        return ", ".join(f"{plural(count, noun)} {verb}" for count, noun, verb in self.counts) or "nothing changes"

    @property
    def result(self) -> str:
        """What becomes of the course, in a word."""
        if self.before is None:
            return "created"
        return "changed" if any(self.counts) else "unchanged"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    add_yes(parser)


def _run(context: Context, arguments: Namespace) -> int:
    from api_client.resources.admin.documents import Documents

    try:
        document = Documents.parse(read_file(arguments.file))
        return context.with_library(partial(_import, context, arguments, document))
    except REFUSALS as error:
        raise refusal(error, "Import it again: it is compared with what is there then.") from None


async def _import(context: Context, arguments: Namespace, document: CourseDocument, library: Library) -> int:
    meant = await library.administer(partial(_planned, document))
    course_id = document.id
    if not arguments.dry_run and meant.result != "unchanged":
        _ask(meant, yes=arguments.yes)
        course_id = (await library.administer(partial(_done, meant))).id
    if context.output.as_json:
        context.output.json(
            {
                "courseId": course_id and str(course_id),
                "result": meant.result,
                "dryRun": arguments.dry_run,
                "plan": meant.plan.model_dump(mode="json"),
            }
        )
        return Exit.DONE
    if context.output.for_people:
        would = "Would be: " if arguments.dry_run else ""
        context.output.line(f"{exact(document.name)}: {would}{meant.summary}.")
    context.output.table(_COLUMNS, _rows(meant, str(course_id or "")))
    return Exit.DONE


async def _planned(document: CourseDocument, admin: Admin) -> _Import:
    from api_client.errors import NotFound

    before = None
    if document.id:
        with suppress(NotFound):
            before = await admin.courses.outline(str(document.id))
    if before is None:
        return _Import(document, None, await admin.documents.plan_create(document))
    plan = await admin.documents.plan_put(str(before.id), document, if_match=before.version)
    return _Import(document, before, plan)


async def _done(meant: _Import, admin: Admin) -> AdminOutline:
    if meant.before is None:
        return await admin.documents.create(meant.document)
    return await admin.documents.put(str(meant.before.id), meant.document, if_match=meant.before.version)


def _ask(meant: _Import, *, yes: bool) -> None:
    deleted = [f"{plural(count, noun)}" for count, noun, verb in meant.counts if verb == "deleted"]
    if not deleted:
        return
    plan = meant.plan
    lost = f"{plural(plan.completion_count, 'completion')} of {plural(plan.learner_count, 'learner')}"
    confirm("delete", [f"{exact(meant.document.name)}: {' and '.join(deleted)} will be deleted, with {lost}."], yes=yes)


def _rows(meant: _Import, course_id: str) -> Iterator[Sequence[Cell]]:
    from api_client.outline_text.difference import difference

    if meant.before is None:
        yield "new", "course", course_id, exact(meant.document.name), meant.summary
        return
    for change in difference(meant.before, meant.document).changes:
        detail = exact(change.detail) if change.detail else ""
        yield change.kind, change.what, change.id, exact(change.name), detail


COMMAND = Command(
    name="import",
    summary="make a course what a document says, or create it",
    run=_run,
    add_arguments=_add_arguments,
    details=(
        "FILE is what `admin export` prints. What has no id, or one that is not there, is created; what is missing is "
        "deleted if `deleted` names it, else nothing is changed. In a pipe: change, kind, id, name, detail."
    ),
)
