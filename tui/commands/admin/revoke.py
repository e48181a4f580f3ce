"""`syllabus admin revoke USER COURSE`: taking access away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.admin.access import add_access, find_access
from tui.commands.admin.confirmation import add_yes, confirm
from tui.commands.admin.find import exact
from tui.commands.command import Command
from tui.commands.failure import Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from api_client.library import Library
    from api_client.models.admin import UserCourse
    from tui.commands.admin.access import Access
    from tui.commands.context import Context


def _add_arguments(parser: ArgumentParser) -> None:
    add_access(parser)
    add_yes(parser)


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_revoke, context, arguments))


async def _revoke(context: Context, arguments: Namespace, library: Library) -> int:
    found = await find_access(library, arguments)
    if found.course is None:
        found.report(context, "has no access to", changed=False, access=False)
        return Exit.DONE
    confirm("revoke", _affected(found, found.course), yes=arguments.yes)
    await library.administer(lambda admin: admin.users.revoke(str(found.user.id), found.course_id))
    found.report(context, "has no access any more to", changed=True, access=False)
    return Exit.DONE


def _affected(found: Access, course: UserCourse) -> Iterator[str]:
    done = f"{course.completed_count} of {course.lesson_count} lessons are complete, and stay so"
    yield f"{exact(found.user.name)} will lose access to {exact(found.course_name)}; {done}."
    for source in course.sources:
        if source.kind == "purchase":
            product = exact(source.product_name or "")
            yield f"It was bought on {source.created_at:%Y-%m-%d}, in {product}. That is not refunded."


COMMAND = Command(
    name="revoke",
    summary="take a user's access to a course away",
    run=_run,
    add_arguments=_add_arguments,
    details="Also what was bought. It says first what goes, and asks for a word.",
)
