"""INSERT with ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Executable, Table


def insert(table: Table, dialect: str) -> Any:  # noqa: ANN401  # the two dialects' own, which are alike
    """The INSERT of a dialect; it has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_of_dialect
    else:
        from sqlalchemy.dialects.postgresql import insert as insert_of_dialect
    return insert_of_dialect(table)


@cache
def insert_missing(table: Table, dialect: str) -> Executable:
    """An INSERT that leaves rows that are there as they are: another transaction may be making them at this moment."""
    return insert(table, dialect).on_conflict_do_nothing()
