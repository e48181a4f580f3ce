"""`syllabus serve`: the backend, for others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.commands.command import Command
from tui.commands.database import add_database_url, database_of
from tui.commands.failure import Exit, Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from tui.commands.context import Context

_EXAMPLE = "syllabus serve --database-url postgresql://user@host/name"


def _add_arguments(parser: ArgumentParser) -> None:
    add_database_url(parser)
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
    with database_of(arguments, _EXAMPLE) as url:
        _serve(url, arguments)
    return Exit.DONE


def _serve(url: str, arguments: Namespace) -> None:
    from backend.identity.settings import load_identity
    from backend.payments.settings import load_payments
    from backend.serve import serve
    from backend.settings import ServeSettings

    try:
        load_identity(os.environ)
        load_payments(os.environ)
    except ValueError as error:
        raise Failure(str(error), code=Exit.USAGE) from None
    settings = ServeSettings(
        database_url=url,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        migrate=not arguments.no_migrate,
    )
    serve(settings)


COMMAND = Command(
    name="serve",
    summary="run the server",
    run=_run,
    add_arguments=_add_arguments,
    details="Who can sign in, SYLLABUS_IDENTITY_ISSUER and its like say; without them everybody is anonymous. "
    "What is paid with, SYLLABUS_STRIPE_SECRET_KEY and its like. "
    "--dev takes --host and --port alone, and keeps what it has in the folder dev-server of the data folder.",
)
