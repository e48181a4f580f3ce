"""`syllabus serve`: the backend, for others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.commands.command import Command
from tui.commands.failure import Exit, Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from tui.commands.context import Context

_EXAMPLE = "syllabus serve --database-url postgresql://user@host/name"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--database-url",
        metavar="URL",
        default=os.environ.get("SYLLABUS_DATABASE_URL"),
        help="postgresql://… or sqlite:///… (SYLLABUS_DATABASE_URL)",
    )
    parser.add_argument(
        "--host", default=os.environ.get("SYLLABUS_HOST", "127.0.0.1"), help="where to listen (127.0.0.1)"
    )
    parser.add_argument("--port", type=int, default=os.environ.get("SYLLABUS_PORT", "8000"), help="the port (8000)")
    parser.add_argument("--workers", type=int, default=os.environ.get("SYLLABUS_WORKERS", "1"), help="processes (1)")
    parser.add_argument("--no-migrate", action="store_true", help="fail rather than change the database's schema")
    parser.add_argument(
        "--dev",
        action="store_true",
        help="for trying out: demo courses, a learner and an admin, on this computer alone",
    )


def _run(context: Context, arguments: Namespace) -> int:
    if arguments.dev:
        from tui.commands.serve_dev import run_dev

        return run_dev(context, arguments)
    if not arguments.database_url:
        raise Failure("The server needs a database.", f"Try: {_EXAMPLE}", code=Exit.USAGE)
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from backend.identity_settings import load_identity
    from backend.serve import serve
    from backend.settings import ServeSettings

    settings = ServeSettings(
        database_url=arguments.database_url,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        migrate=not arguments.no_migrate,
    )
    try:
        load_identity(os.environ)
    except ValueError as error:
        raise Failure(str(error), code=Exit.USAGE) from None
    try:
        serve(settings)
    except (ArgumentError, ValueError):
        raise Failure("This is no address of a database.", f"Try: {_EXAMPLE}", code=Exit.USAGE) from None
    except ModuleNotFoundError as error:
        raise Failure(f"{error.name} is not installed.", "Try: pip install 'syllabus[postgres]'") from error
    except (OSError, SQLAlchemyError) as error:
        # Their own words can hold the address with its password; the driver's first line says enough.
        reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or type(error).__name__
        raise Failure(f"The database does not answer as it should: {str(reason).splitlines()[0]}") from error
    return Exit.DONE


COMMAND = Command(
    name="serve",
    summary="run the server",
    run=_run,
    add_arguments=_add_arguments,
    details="Who can sign in, SYLLABUS_IDENTITY_ISSUER and its like say; without them everybody is anonymous. "
    "--dev takes --host and --port alone, and keeps what it has in the folder dev-server of the data folder.",
)
