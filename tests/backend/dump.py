"""Everything that a database holds, to be compared with what it holds later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from backend.own_tables import OWN_TABLES
from backend.tables import metadata

if TYPE_CHECKING:
    from backend.database import Database

Dump = dict[str, list[str]]


def dump(database: Database) -> Dump:
    """All rows of all tables, each as a text, sorted."""
    own = (table(database.dialect) for table in OWN_TABLES)
    with database.read() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(*table.c)))
            for table in (*metadata.sorted_tables, *own)
        }
