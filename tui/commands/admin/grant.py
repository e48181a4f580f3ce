"""`syllabus admin grant USER COURSE`: giving access by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.admin.access import add_access, find_access
from tui.commands.command import Command
from tui.commands.failure import Exit

if TYPE_CHECKING:
    from argparse import Namespace

    from api_client.library import Library
    from tui.commands.context import Context


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_grant, context, arguments))


async def _grant(context: Context, arguments: Namespace, library: Library) -> int:
    found = await find_access(library, arguments)
    by_hand = found.course is not None and any(source.kind == "manual" for source in found.course.sources)
    if not by_hand:
        await library.administer(lambda admin: admin.users.grant(str(found.user.id), found.course_id))
    sentence = "was given access by hand before to" if by_hand else "now has access to"
    found.report(context, sentence, changed=not by_hand, access=True)
    return Exit.DONE


COMMAND = Command(
    name="grant",
    summary="give a user access to a course by hand",
    run=_run,
    add_arguments=add_access,
    details="It stays whatever becomes of purchases, until `admin revoke`.",
)
