"""`syllabus admin promote USER`: what is done on the server itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.command import Command
from tui.commands.database import add_database_url, database_of
from tui.commands.failure import Exit, Failure
from tui.commands.output import given

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from backend.identity.promotion import Candidate
    from tui.commands.context import Context

_EXAMPLE = "syllabus admin promote ana@example.com --database-url postgresql://user@host/name"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("user", metavar="USER", help="an id, the identity provider's id (user_…), or an e-mail address")
    add_database_url(parser)


def _promote(context: Context, arguments: Namespace) -> int:
    meant = arguments.user.strip()
    if not meant or not meant.isprintable():
        raise Failure("This names no user.", f"Try: {_EXAMPLE}", code=Exit.USAGE)
    with database_of(arguments, _EXAMPLE) as url:
        user = _promoted(url, meant)
    changed = user.role != "admin"
    if context.output.as_json:
        context.output.json({"id": str(user.id), "name": user.name, "role": "admin", "changed": changed})
    else:
        context.output.line(f"{_called(user)} {'is an admin now' if changed else 'is an admin already'}.")
    return Exit.DONE


def _promoted(url: str, user: str) -> Candidate:
    """The user as they were before. Raises Failure."""
    from backend.database import Database
    from backend.identity.promotion import NotPromotedError, promote
    from backend.migrate import lacks

    database = Database.open(url)
    if database.dialect == "sqlite" and not Path(database.engine.url.database or "").exists():
        raise Failure("There is no such file.")  # to open it would make it
    try:
        with database.read() as connection:
            lacking = lacks(connection)
        if lacking:
            raise Failure(f"The database lacks {', '.join(lacking)}.", "`syllabus serve` adds what lacks.")
        with database.write() as connection:
            return promote(connection, user)
    except NotPromotedError as error:
        raise Failure(str(error), *_hints(error.candidates)) from None
    finally:
        database.close()


def _hints(candidates: tuple[Candidate, ...]) -> list[str]:
    if not candidates:
        return ["Whoever signed in once is known; `whoami` tells them their id."]
    return ["Name the one who is meant by their id:", *(_described(each) for each in candidates)]


def _described(user: Candidate) -> str:
    """What helps to tell one from another. The e-mail address does not: it is the one that was asked for."""
    verified = "verified" if user.email_verified else "not verified"
    return f"{user.id}  {_called(user)} · {user.role} · since {user.created_at:%Y-%m-%d} · {verified}"


def _called(user: Candidate) -> str:
    """Read from the database itself, where a name can hold anything."""
    return given(user.name.strip()) or str(user.id)


COMMAND = Command(
    name="promote",
    summary="make an admin of a user, on the server's own database",
    run=_promote,
    add_arguments=_add_arguments,
    details="An e-mail address has to be verified and one user's alone; else those who have it are listed.",
)
