"""`syllabus whoami`: who one is, and where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client.documents import Snapshot
from api_client.errors import ApiError, is_outage
from tui.commands.command import Command, no_arguments
from tui.commands.context import warn
from tui.commands.failure import Exit, Failure
from tui.commands.keeping import KEPT_IN
from tui.commands.output import Column, name
from tui.targets import LOCAL, server_label

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from api_client.library import Library
    from api_client.models import Me
    from tui.commands.context import Context

_COLUMNS = (Column(""), Column("", flexible=True))


def _run(context: Context, _arguments: Namespace) -> int:
    server, account = context.server, context.account
    if server and account is None:
        raise Failure(
            f"Nobody is signed in on {server_label(server)}.", f"`syllabus login {server}` signs in.", code=Exit.SIGN_IN
        )
    return context.with_library(partial(_say, context))


async def _say(context: Context, library: Library) -> int:
    snapshot: Snapshot[Me] = Snapshot(None)
    try:
        snapshot = await library.whoami()
        error = snapshot.error
    except ApiError as nothing_cached:
        error = nothing_cached
    if error is not None and not (context.account and is_outage(error)):
        raise error
    if error is not None:
        warn(f"{error.sentence} This is what is known here.")
    viewer = snapshot.value
    if context.output.as_json:
        context.output.json(_json(context, viewer))
    else:
        context.output.table(_COLUMNS, list(_rows(context, viewer)))
    return Exit.DONE


def _json(context: Context, viewer: Me | None) -> dict[str, object]:
    account = context.account
    return {
        "server": context.server or LOCAL,
        "issuer": (account and account.issuer) or None,
        "account": {
            "id": str(viewer.id) if viewer else account and account.id,
            "name": viewer.name if viewer else account and account.name,
            "email": (viewer and viewer.email) or None,
            "role": viewer and viewer.role,
            "keptIn": account and account.kept,
        },
    }


def _rows(context: Context, viewer: Me | None) -> Iterator[tuple[str, str]]:
    account = context.account
    yield "Name", name(viewer.name if viewer else (account.name or account.id) if account else "")
    if viewer:
        yield "Role", viewer.role
    if viewer and viewer.email:
        yield "E-mail", name(viewer.email)
    yield "Server", server_label(context.server)
    if account:
        yield "Id", account.id
        yield "Session", f"in {KEPT_IN[account.kept]}"


COMMAND = Command(
    name="whoami",
    summary="say who you are, where, and where the sign-in is kept",
    run=_run,
    add_arguments=no_arguments,
    details="The exit code is 4 when nobody is signed in. The e-mail address comes from the server, and is not stored.",
)
