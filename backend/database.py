"""The database: SQLite or PostgreSQL by its URL, with one way to read and one to write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url

from backend import casefold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator

    from sqlalchemy import URL, Connection, Engine

BUSY_TIMEOUT_MS = 5_000


class Database:
    """Owns the engine. `read` and `write` give a connection inside a transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use `Database.open`."""
        self.engine = engine
        self._reader = engine.execution_options(**_READ[engine.dialect.name])
        self._writer = engine.execution_options(**_WRITE[engine.dialect.name])

    @classmethod
    def open(cls, url: str) -> Database:
        """A database by URL: `sqlite:////absolute/path` or `postgresql://user@host/name`. Connects at first use."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite(parsed))
        if parsed.get_backend_name() in ("postgresql", "postgres"):
            return cls(_postgresql(parsed))
        raise ValueError(f"{parsed.drivername}: Syllabus runs on sqlite and postgresql")

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def threads(self) -> int:
        """How many requests may use it at once: with more, threads of one process only wait for each other."""
        return 1 if self.dialect == "sqlite" else 4

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A connection that sees one state of the database from its first statement to its last."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        """A connection whose changes are committed at the end, all or, if an exception passes, none."""
        with self._writer.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close all connections; what is in use is closed when it is returned."""
        self.engine.dispose()


# A deferred transaction that turns into a writing one fails at once with "database is locked", whatever the
# timeout, and with pysqlite's own transactions two writers lose updates in silence (181 of 800 survived).
_READ: dict[str, dict[str, Any]] = {
    "sqlite": {"begin": "BEGIN"},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_WRITE: dict[str, dict[str, Any]] = {"sqlite": {"begin": "BEGIN IMMEDIATE"}, "postgresql": {}}


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=NORMAL", "cache_size=-16000"):
            connection.execute(f"PRAGMA {pragma}")
        casefold.register(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))

    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"options": "-c timezone=UTC", "application_name": "syllabus"},
    )
