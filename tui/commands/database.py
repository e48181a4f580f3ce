"""The database that a command on the server works on."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.commands.failure import Exit, Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Generator


def add_database_url(parser: ArgumentParser) -> None:
    """The option that names it."""
    parser.add_argument(
        "--database-url",
        metavar="URL",
        default=os.environ.get("SYLLABUS_DATABASE_URL"),
        help="postgresql://… or sqlite:///… (SYLLABUS_DATABASE_URL)",
    )


@contextmanager
def database_of(arguments: Namespace, example: str) -> Generator[str]:
    """Its address; what goes wrong with it within becomes a Failure, which never holds the address.

    `example` is what to write instead.
    """
    if not arguments.database_url:
        raise Failure("The server needs a database.", f"Try: {example}", code=Exit.USAGE)
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    try:
        yield arguments.database_url
    except (ArgumentError, ValueError):
        raise Failure("This is no address of a database.", f"Try: {example}", code=Exit.USAGE) from None
    except ModuleNotFoundError as error:
        raise Failure(f"{error.name} is not installed.", "Try: pip install 'syllabus[postgres]'") from error
    except (OSError, SQLAlchemyError) as error:
        # Their own words can hold the address with its password; the driver's first line says enough.
        reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or type(error).__name__
        raise Failure(f"The database does not answer as it should: {str(reason).splitlines()[0]}") from error
