"""Transactions on the file that several processes share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator


@contextmanager
def writing(connection: sqlite3.Connection) -> Generator[None]:
    """One transaction that holds the write lock from its beginning; rolled back on any exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def reading(connection: sqlite3.Connection) -> Generator[None]:
    """One view of the file for several reads: what other processes write meanwhile is not seen."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()
