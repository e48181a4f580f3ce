"""The file that holds the cache and the queue: opened, migrated, and set aside when it cannot be read.

Several processes share it: WAL, a busy timeout, and transactions that take the write lock when they begin.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from api_client.errors import StorageFailed
from api_client.schema import QUEUE_VERSION, durable_tables, migrate

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from api_client.rescue import Rescued
    from api_client.target import Target

_BUSY_SECONDS = 10.0
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def file_name(target: Target) -> str:
    """The name of a target's file: readable, and different for each server and account."""
    identity = f"{target.url}\n{target.account}"
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", f"{target.url.partition('://')[2]}-{target.account}").strip("-.")
    return f"{readable[:60]}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}.sqlite3"


@contextmanager
def storage_errors(path: Path) -> Generator[None]:
    """Turn what SQLite and the file system raise into StorageFailed.

    A fault of our own SQL is left alone: it must be seen, not shown as the user's trouble.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except (sqlite3.DatabaseError, OSError) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            _damage_note(path).touch()
        raise StorageFailed(f"The file {path} cannot be used: {error}.", code="storage_failed") from error


class Storage:
    """The file. It is made or migrated by the first connection of the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: tuple[str, ...] = ()
        """What the user has to be told, as sentences."""
        self._ready = False

    def connect(self, *, durable: bool = False) -> sqlite3.Connection:
        """A connection for the calling thread. `durable`: a commit is on the disk when it returns.

        Raises StorageFailed.
        """
        with storage_errors(self.path):
            if not self._ready:
                self._prepare()
                self._ready = True
            return self._open(durable=durable)

    def _open(self, *, durable: bool) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        rescued = None if _is_usable(self.path) else self._set_aside()
        with closing(self._open(durable=True)) as connection:
            _use_wal(connection)
            migrate(connection)
            if rescued:
                from api_client.rescue import restore

                restore(connection, rescued)

    def _set_aside(self) -> Rescued | None:
        """Rename the file and what belongs to it; what can still be read from it."""
        # Only here: filelock costs more to import than the first frame can pay, and the rest is hardly ever needed.
        from filelock import FileLock

        from api_client.rescue import rescue

        with FileLock(f"{self.path}.setting-aside.lock"):
            if _is_usable(self.path):  # another process was quicker
                return None
            rescued = rescue(self.path)
            aside = self.path.with_name(f"{self.path.stem}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}.sqlite3")
            for ending in ("-wal", "-shm", ""):
                source = self.path.with_name(self.path.name + ending)
                if source.exists():
                    source.rename(aside.with_name(aside.name + ending))
            _damage_note(self.path).unlink(missing_ok=True)
        notice = f"The file of cached courses and waiting marks could not be read and was set aside as {aside}."
        self.notices = (*self.notices, f"{notice} {rescued.fate}")
        return rescued


def _is_usable(path: Path) -> bool:
    """Whether the file is absent, or ours, whole enough to read the queue, and not of a newer Syllabus."""
    if not path.exists():
        return True
    if _damage_note(path).exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            for table in durable_tables(version):
                connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own table names
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()  # noqa: S608 - our own table names
    except sqlite3.OperationalError as error:
        # No rights, no room, no answer from another process: it may work later. A table or column that
        # should be there and is not will never come back.
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            return False
        raise
    except sqlite3.DatabaseError:
        return False
    return version <= QUEUE_VERSION


def _damage_note(path: Path) -> Path:
    """Exists if damage was met while the file was in use: checking all of it at each start would take too long."""
    return path.with_name(f"{path.name}.damaged")


def _use_wal(connection: sqlite3.Connection) -> None:
    # Switching takes an exclusive lock for which SQLite does not wait, whatever the busy timeout says.
    deadline = time.monotonic() + _BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
