"""Which server the interface talks to, as whom, and what makes the Library for another."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.auth.accounts import Account
    from api_client.auth.sessions import Sessions
    from api_client.library import Library


@dataclass
class Switchboard:
    """Makes a Library for what is in use; another is in use after `use`."""

    sessions: Sessions
    library_for: Callable[[str, Account | None], Library]
    """Makes the Library, not started, for a server (empty: this computer) and one of the accounts there."""
    server: str = ""
    """The origin in use; empty for this computer."""
    account: Account | None = None
    """The account in use; None for an anonymous viewer, and on this computer."""

    def __post_init__(self) -> None:
        self.given = self.account if self.account and self.account.kept == "environment" else None
        """The account of `SYLLABUS_TOKEN`, which nobody signed in here."""

    def library(self) -> Library:
        """A new Library for what is in use."""
        return self.library_for(self.server, self.account)

    def use(self, server: str, account: Account | None) -> None:
        """Another server or account from now on, and from the next start on. Blocks for the disk.

        A state folder that cannot be written keeps nobody from going there now.
        """
        self.server, self.account = server, account
        if account is None or account != self.given:
            with suppress(OSError):
                self.sessions.accounts.use(server, account)
