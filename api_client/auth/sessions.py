"""The sessions of this computer: where they are kept, what signs with them, how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from api_client.auth.accounts import Account, Accounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from api_client.auth.accounts import Kept
    from api_client.auth.credentials import Credentials
    from api_client.auth.ending import Ending
    from api_client.auth.session import Session


class Sessions:
    """Every session that was signed in on this computer. Cheap to make: it reads and imports what it needs later.

    `tell` hears what a person has to know while a session is used (it could be refreshed, but not kept); it is called
    from any thread. Without one, the sentence is logged.
    """

    def __init__(
        self,
        state_folder: Path,
        *,
        prefer: Literal["keyring", "file"] = "keyring",
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.accounts = Accounts(state_folder)
        self.tell = tell

    def credentials(self, account: Account) -> Credentials:
        """What signs the requests of an account."""
        raise NotImplementedError

    async def keep(self, session: Session, name: str, *, where: Kept | None = None) -> Account:
        """Store a session, make its account the current one, then revoke the session that it replaces.

        `where` overrides what is preferred. Raises SessionUnreadable where it cannot be stored there: nothing is lost
        then, and `where="file"` or `where="memory"` can be tried with the same session.
        """
        raise NotImplementedError

    async def end(self, account: Account) -> Ending:
        """Sign out: revoke the session at its issuer, delete it here in any case, and say what came of it."""
        raise NotImplementedError
