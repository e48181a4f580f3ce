"""`syllabus serve --dev`: a server for trying out, which has accounts and needs nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.commands.failure import Exit, Failure

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from tui.commands.context import Context


def run_dev(context: Context, arguments: Namespace) -> int:
    """Serve until interrupted."""
    folder = context.folders.data / "dev-server"
    _refuse_what_it_has_itself(arguments, folder)
    from sqlalchemy.exc import SQLAlchemyError

    from backend.dev_server import listen, serve_dev

    try:
        listener = listen(arguments.host, arguments.port)
    except (ValueError, OverflowError):
        raise Failure(
            "--dev signs in whoever asks, so it listens where this computer alone can reach it.",
            "Try: syllabus serve --dev --host 127.0.0.1",
            code=Exit.USAGE,
        ) from None
    except OSError as error:
        raise Failure(
            f"Port {arguments.port} cannot be had ({os.strerror(error.errno or 0)}).",
            "Try: syllabus serve --dev --port 0",
        ) from error
    with listener:
        try:
            serve_dev(folder, listener, lambda origin: _say_what_next(origin, folder))
        except (OSError, SQLAlchemyError) as error:
            reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or type(error).__name__
            raise Failure(f"{folder} cannot be used ({reason}).") from error
    return Exit.DONE


def _refuse_what_it_has_itself(arguments: Namespace, folder: Path) -> None:
    if arguments.database_url:
        raise Failure(
            f"--dev keeps courses and marks in {folder}, and touches no other database.",
            "Leave out --database-url and SYLLABUS_DATABASE_URL.",
            code=Exit.USAGE,
        )
    if arguments.workers != 1 or arguments.no_migrate:
        raise Failure(
            "--dev is one process on a database of its own.", "Leave out --workers and --no-migrate.", code=Exit.USAGE
        )


def _say_what_next(origin: str, folder: Path) -> None:
    from backend.dev_payments.store import is_possible

    print(
        f"Syllabus on trial at {origin}",
        "",
        f"  In another terminal:  syllabus login {origin}",
        "  A page of your browser asks whether you are the learner or the admin.",
        "",
        f"Courses, marks and sessions are in {folder}; delete it to begin anew. Ctrl+C stops the server.",
        *(() if is_possible() else ("Nothing that costs can be bought: pip install 'syllabus[stripe]'.",)),
        sep="\n",
        flush=True,
    )
