"""Bringing a database to the schema of this version: made, or adopted from the web application that it serves."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from sqlalchemy import inspect, text

from backend.own_tables import create_own_tables
from backend.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Connection

    from backend.database import Database

NEWEST = "0006"
"""The newest revision in `migrations/versions`. Alembic itself is imported only where the database has another."""

_LOCK = 7_303_014_195
"""The key of PostgreSQL's advisory lock."""
_VERSION_TABLE = {
    "sqlite": (None, "syllabus_alembic_version"),
    "postgresql": ("syllabus", "alembic_version"),
}


def migrate(database: Database) -> None:
    """Bring the database to the newest revision; the nine tables are made where they lack and never altered.

    Safe in several processes at once: one migrates, the others wait and find it done. Raises SQLAlchemy's errors
    where the database refuses.
    """
    # Most starts find nothing to do, and must not wait for whoever is writing to find that out.
    if not _is_new_file(database):
        with database.read() as connection:
            if revision(connection) == NEWEST:
                return
    with _alone(database) as connection:
        if revision(connection) == NEWEST:
            return
        if database.dialect == "sqlite" and not inspect(connection).get_table_names():
            _create(connection)
        else:
            _upgrade(connection)


def revision(connection: Connection) -> str | None:
    """The database's revision; None for one that was never migrated."""
    schema, name = _VERSION_TABLE[connection.dialect.name]
    if not inspect(connection).has_table(name, schema=schema):
        return None
    table = f"{schema}.{name}" if schema else name
    return connection.scalar(text(f"SELECT version_num FROM {table}"))  # noqa: S608  # two constants


def lacks(connection: Connection) -> list[str]:
    """What the database lacks for this version to work, in words; empty if nothing."""
    inspector = inspect(connection)
    present = {name: columns for (_, name), columns in inspector.get_multi_columns().items()}
    lacking: list[str] = []
    for table in metadata.sorted_tables:
        if table.name not in present:
            lacking.append(f"the table {table.name}")
            continue
        names = {column["name"] for column in present[table.name]}
        lacking += [f"the column {table.name}.{column.name}" for column in table.c if column.name not in names]
    if revision(connection) != NEWEST:
        lacking.append(f"the migration {NEWEST} (start `syllabus serve` once without --no-migrate)")
    return lacking


def _is_new_file(database: Database) -> bool:
    """A file that is not in WAL mode yet must not even be read while another process switches it: that would fail."""
    if database.dialect != "sqlite":
        return False
    path = Path(database.engine.url.database or "")
    return not path.exists() or path.stat().st_size == 0


@contextmanager
def _alone(database: Database) -> Generator[Connection]:
    """A writing connection, while no other process migrates."""
    if database.dialect == "postgresql":
        with database.write() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
        return
    with FileLock(f"{database.engine.url.database}.migration.lock"):
        # Switching to WAL does not wait for another connection, it fails; so it is done here and never elsewhere.
        with database.engine.connect() as connection:
            assert connection.connection.dbapi_connection
            connection.connection.dbapi_connection.execute("PRAGMA journal_mode=WAL")
        with database.write() as connection:
            yield connection


def _create(connection: Connection) -> None:
    """What the migrations make of an empty SQLite file, without importing them."""
    metadata.create_all(connection, checkfirst=False)
    create_own_tables(connection)
    _, name = _VERSION_TABLE["sqlite"]
    connection.execute(
        text(f"CREATE TABLE {name} (version_num VARCHAR(32) NOT NULL, CONSTRAINT {name}_pkc PRIMARY KEY (version_num))")
    )
    connection.execute(text(f"INSERT INTO {name} VALUES (:revision)"), {"revision": NEWEST})  # noqa: S608


def _upgrade(connection: Connection) -> None:
    from alembic import command  # here, for it takes 360 ms and is hardly ever needed
    from alembic.config import Config

    schema, name = _VERSION_TABLE[connection.dialect.name]
    if schema:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes |= {"connection": connection, "version_table": name, "version_table_schema": schema}
    command.upgrade(config, "head")
