"""The backend inside this process, on an SQLite file in the person's data folder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client.target import AsgiApp, Target
from tui.targets import THIS_COMPUTER

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from backend.database import Database

EMBEDDED_URL = "http://syllabus.embedded"


def embedded_target(data_folder: Path, *, empty: bool = False) -> Target:
    """The embedded backend. `empty`: its first start makes no demo catalog. Nothing is opened before it is used."""
    return Target(
        url=EMBEDDED_URL,
        label=THIS_COMPUTER,
        account="local",
        make_app=partial(_make_app, data_folder, empty),
    )


class NotStarted(Exception):  # noqa: N818  # what happened, not what it is
    """The file of the courses cannot be used; the reason is a sentence."""


def _make_app(data_folder: Path, empty: bool) -> AsgiApp:
    from sqlalchemy import URL
    from sqlalchemy.exc import SQLAlchemyError

    from backend.app import create_app
    from backend.database import Database
    from backend.migrate import migrate

    path = data_folder / "syllabus.db"
    try:
        data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written by SQLAlchemy: in an address put together by hand, a `?` in the folder's name would end the path.
        database = Database.open(URL.create("sqlite", database=str(path)).render_as_string())
        migrate(database)
        owner = _owner(database, empty)
    except (OSError, SQLAlchemyError) as error:
        reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or type(error).__name__
        raise NotStarted(f"{path} cannot be used ({reason}).") from error
    return create_app(database, identify=lambda _request: owner, identity="local")


def _owner(database: Database, empty: bool) -> UUID:
    """The one user, made with the demo catalog in one transaction: a first start cut short leaves neither."""
    from sqlalchemy import exists, select

    from backend.owner import ensure_owner, find_owner
    from backend.tables import courses

    with database.read() as connection:
        owner = find_owner(connection)
    if owner is not None:
        return owner
    with database.write() as connection:
        if (owner := find_owner(connection)) is not None:
            return owner  # another process was first
        owner = ensure_owner(connection)
        if not empty and not connection.scalar(select(exists(select(courses.c.id)))):
            from datetime import UTC, datetime

            from backend.demo import fill

            fill(connection, owner, datetime.now(UTC))
    return owner
