"""Wiping what is cached for an account: no byte of it stays in the folder."""

from __future__ import annotations

import glob
from contextlib import closing
from typing import TYPE_CHECKING

from api_client.rescue import rescue
from api_client.schema import CACHE_TABLES, DURABLE_TABLES
from api_client.sign_out import SignOut
from api_client.storage import storage_errors
from api_client.transactions import writing

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from api_client.storage import Storage


def wipe(storage: Storage, *, keep_marks: bool) -> tuple[str, ...]:
    """Wipe the cache, and queue and drafts unless the marks are kept; what stays nevertheless, as sentences.

    The file itself stays, for another process may have it open and must find the note that the account was signed
    out. So do the files of its locks: they are empty, and who waits for one that was deleted waits for nothing.
    Raises StorageFailed.
    """
    notices: list[str] = []
    if storage.path.exists():
        with closing(storage.connect(durable=True)) as connection, storage_errors(storage.path):
            _empty(connection, keep_marks=keep_marks)
            if not _rewrite(connection):
                notices.append(
                    f"Another Syllabus is reading {storage.path}, which still holds what was cached. "
                    "Close it and sign out again."
                )
    with storage_errors(storage.path):
        notices += _delete_set_aside(storage.path, keep_marks=keep_marks)
    return tuple(notices)


def _empty(connection: sqlite3.Connection, *, keep_marks: bool) -> None:
    with writing(connection):
        for table in CACHE_TABLES if keep_marks else (*CACHE_TABLES, *DURABLE_TABLES):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
        SignOut(connection).note()


def _rewrite(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was deleted, and empty its log; False if somebody else needs the old log."""
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("VACUUM")
    (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _delete_set_aside(path: Path, *, keep_marks: bool) -> list[str]:
    """Delete the files that were set aside because they could not be read, but for what may be in them alone."""
    notices: list[str] = []
    for aside in path.parent.glob(f"{glob.escape(path.stem)}.unreadable-*.sqlite3"):
        if keep_marks and not rescue(aside).is_complete:
            notices.append(f"{aside} was kept: it could not be read, and may hold marks. It may hold courses, too.")
            continue
        for each in path.parent.glob(f"{glob.escape(aside.name)}*"):
            each.unlink(missing_ok=True)
    return notices
