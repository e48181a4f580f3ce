"""Migrated SQLite databases without rows: made once a process, then copied."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.database import Database
from backend.migrate import migrate


def empty_database(path: Path) -> str:
    """Make a migrated database without rows at `path`, and the folders that lack; its URL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@cache
def _migrated() -> bytes:
    """The file that `migrate` makes, which is whole once it is closed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.db"
        database = Database.open(f"sqlite:///{path}")
        migrate(database)
        database.close()
        return path.read_bytes()
