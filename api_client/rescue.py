"""What can still be read from a file that cannot be used: marks and drafts, which nobody has but this file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api_client.schema import DRAFT_COLUMNS, MARK_COLUMNS
from api_client.transactions import writing

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[tuple[object, ...]]

_BUSY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Rescued:
    """Rows of the tables that are never thrown away; None: they could not be read."""

    marks: Rows | None
    drafts: Rows | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing of it can be in the file alone."""
        return self.marks is not None and self.drafts is not None

    @property
    def fate(self) -> str:
        """What became of it, for people."""
        sentences = ["Marks that had not been sent are in it." if self.marks is None else "Marks that wait were kept."]
        if self.drafts is None and self.marks is not None:
            sentences.append("Moves in courses that had not been saved may be in it.")
        elif self.drafts:
            sentences.append("Moves in courses that are not saved were kept.")
        return " ".join(sentences)


def rescue(path: Path) -> Rescued:
    """Read what can be read."""
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
            return Rescued(_rows(connection, "marks", MARK_COLUMNS), _drafts(connection))
    except sqlite3.DatabaseError:
        return Rescued(None, None)


def restore(connection: sqlite3.Connection, rescued: Rescued) -> None:
    """Put what was read from another file into this one."""
    with writing(connection):
        _insert(connection, "marks", MARK_COLUMNS, rescued.marks or [])
        connection.execute("UPDATE counters SET value = coalesce((SELECT max(seq) FROM marks), 0) WHERE name = 'seq'")
        _insert(connection, "drafts", DRAFT_COLUMNS, rescued.drafts or [])


def _drafts(connection: sqlite3.Connection) -> Rows | None:
    (older,) = connection.execute("SELECT NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'drafts')").fetchone()
    return [] if older else _rows(connection, "drafts", DRAFT_COLUMNS)


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> Rows | None:
    try:
        return connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608 - our own names
    except sqlite3.DatabaseError:
        return None


def _insert(connection: sqlite3.Connection, table: str, columns: str, rows: Rows) -> None:
    places = ", ".join("?" * len(columns.split(",")))
    connection.executemany(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608
