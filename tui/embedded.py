"""The backend inside this process, on an SQLite file in the person's data folder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client.target import AsgiApp, Target

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from backend.database import Database

EMBEDDED_URL = "http://syllabus.embedded"


def embedded_target(data_folder: Path, *, empty: bool = False) -> Target:
    """The embedded backend. `empty`: its first start makes no demo catalog. Nothing is opened before it is used."""
    return Target(
        url=EMBEDDED_URL,
        label="this computer",
        account="local",
        make_app=partial(_make_app, data_folder, empty),
    )


def _make_app(data_folder: Path, empty: bool) -> AsgiApp:
    from sqlalchemy import URL

    from backend.app import create_app
    from backend.database import Database
    from backend.migrate import migrate

    data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written by SQLAlchemy: in an address put together by hand, a `?` in the folder's name would end the path.
    database = Database.open(URL.create("sqlite", database=str(data_folder / "syllabus.db")).render_as_string())
    migrate(database)
    owner = _owner(database, empty)
    return create_app(database, identify=lambda _request: owner, identity="local")


def _owner(database: Database, empty: bool) -> UUID:
    """The one user, made with the demo catalog in one transaction: a first start cut short leaves neither."""
    from sqlalchemy import func, select

    from backend.owner import ensure_owner
    from backend.tables import users

    with database.write() as connection:
        first_start = not connection.scalar(select(func.count()).select_from(users))
        owner = ensure_owner(connection)
        if first_start and not empty:
            from datetime import UTC, datetime

            from backend.demo import fill

            fill(connection, owner, datetime.now(UTC))
    return owner
