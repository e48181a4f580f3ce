"""A note in the file that its account was signed out, for other processes that still have it open.

They may hold a token that is good for another day: without the note they would fill the file again that was just wiped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import SessionEnded

if TYPE_CHECKING:
    import sqlite3


class SignOut:
    """The note on one connection. Writes belong into the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def noted(self) -> bool:
        """Whether the account was signed out and not used since."""
        return bool(self._connection.execute("SELECT value FROM counters WHERE name = 'signed_out'").fetchone()[0])

    def check(self) -> None:
        """Raise SessionEnded if it was."""
        if self.noted:
            raise SessionEnded("This account was signed out in another window. Sign in to go on.", code="signed_out")

    def note(self) -> None:
        """The account is signed out."""
        self._connection.execute("UPDATE counters SET value = 1 WHERE name = 'signed_out'")

    def clear(self) -> None:
        """The account is in use again."""
        self._connection.execute("UPDATE counters SET value = 0 WHERE name = 'signed_out'")
