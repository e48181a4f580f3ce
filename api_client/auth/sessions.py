"""The sessions of this computer: where they are kept, what signs with them, how they end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Literal

from api_client.auth.accounts import Account, Accounts
from api_client.auth.daemon import begin, finishing
from api_client.errors import SessionUnreadable, StorageFailed, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from api_client.auth.accounts import Kept
    from api_client.auth.credentials import Credentials
    from api_client.auth.ending import Ending
    from api_client.auth.session import Session
    from api_client.auth.store import Store

Place = Literal["keyring", "file", "memory"]
"""Where a session can be kept."""

_LOG = logging.getLogger(__name__)
_LOCK_SECONDS = 30.0


class Sessions:
    """Every session that was signed in on this computer. Cheap to make: it reads and imports what it needs later.

    `tell` hears what a person has to know while a session is used, such as that it was refreshed and could not be kept.
    It is called in any thread; without one, the sentence is logged.
    """

    def __init__(
        self,
        state_folder: Path,
        *,
        prefer: Literal["keyring", "file"] = "keyring",
        tell: Callable[[str], None] = _LOG.warning,
    ) -> None:
        self.accounts = Accounts(state_folder)
        self.tell = tell
        self._folder = state_folder / "sessions"
        self._prefer: Place = prefer
        self._making = Lock()
        self._made: Mapping[Kept, Store] = {}

    def credentials(self, account: Account) -> Credentials:
        """What signs the requests of an account; make it in the thread that uses it."""
        from api_client.auth.live_session import LiveSession
        from api_client.auth.stored_credentials import StoredCredentials

        live = LiveSession(account, self.accounts, self._store_of, self._folder, lambda sentence: self.tell(sentence))
        return StoredCredentials(live)

    async def keep(self, session: Session, name: str, *, where: Place | None = None) -> Account:
        """Store a session, make its account the current one, then revoke the session that it replaces.

        `where` overrides what is preferred. Raises SessionUnreadable where it cannot be stored there: nothing is lost
        then, and the same can be tried with another `where`. Raises StorageFailed where the account cannot be noted,
        and Timeout where another process sits on its lock.
        """
        kept = where or self._prefer
        account = Account(session.server, session.issuer, session.client_id, session.account, name, kept)
        replaced = await asyncio.wrap_future(begin(partial(self._replace, account, session)))
        if replaced and replaced.tokens.refresh_token not in (None, session.tokens.refresh_token):
            from api_client.auth.ending import revoke

            if why := await revoke(replaced):
                _LOG.info("The session that was replaced: %s", why)
        return account

    async def end(self, account: Account) -> Ending:
        """Sign out: revoke the session at its issuer, delete it here in any case, and say what came of it."""
        if account.kept == "environment":
            from api_client.auth.ending import given_token

            return given_token()
        return await asyncio.wrap_future(begin(partial(self._end, account)))

    def _replace(self, account: Account, session: Session) -> Session | None:
        """Store and register; returns the session that was there before."""
        with self._lock(account):
            former = self.accounts.find(account.server, account.id)
            replaced = self._read_quietly(former or account)  # a crash can leave one that is not listed
            self._store_of(account).write(account, session)
            moved = former is None or former.where != account.where
            try:
                self.accounts.put(account)
            except OSError as error:
                if moved:
                    with suppress(SessionUnreadable):
                        self._store_of(account).delete(account)
                sentence = f"The sign-in cannot be noted in the folder {self._folder.parent} ({error.strerror})."
                raise StorageFailed(sentence, code="storage_failed") from error
            if former and moved:
                self._delete_former(former)
        return replaced

    def _read_quietly(self, account: Account) -> Session | None:
        """What cannot be read is replaced all the same, and is not revoked then."""
        try:
            return self._store_of(account).read(account)
        except SessionUnreadable:
            return None

    def _delete_former(self, former: Account) -> None:
        try:
            self._store_of(former).delete(former)
        except SessionUnreadable as error:
            self.tell(f"You are signed in. But the session that this replaces is still there. {error.sentence}")

    def _end(self, account: Account) -> Ending:
        from api_client.auth.ending import ending, revoke

        session, not_revoked = None, "There was no session to revoke."
        left: list[str] = []
        with finishing(), self._lock_if_free(account):
            account = self.accounts.find(account.server, account.id) or account
            try:
                if session := self._store_of(account).read(account):
                    not_revoked = asyncio.run(revoke(session))
            except SessionUnreadable as error:
                not_revoked = f"The session could not be revoked. {error.sentence}"
            finally:
                left += self._forget(account)
        return ending(account.issuer, session, not_revoked, left)

    def _forget(self, account: Account) -> Iterator[str]:
        """Delete everything of an account from every store; yields what stays, and why."""
        for place, store in self._stores.items():
            try:
                store.delete(account)
            except SessionUnreadable as error:
                if place == account.kept:  # in the others there is normally nothing
                    yield error.sentence
        try:
            self.accounts.remove(account)
        except OSError as error:
            yield f"The account is still listed: {self._folder.parent} cannot be written ({error.strerror})."

    def _lock(self, account: Account) -> AbstractContextManager[None]:
        from api_client.auth.session_lock import session_lock

        return session_lock(self._folder, account, _LOCK_SECONDS)

    @contextmanager
    def _lock_if_free(self, account: Account) -> Generator[None]:
        """The lock; where somebody sits on it one signs out all the same."""
        with ExitStack() as stack:
            with suppress(Timeout):
                stack.enter_context(self._lock(account))
            yield

    def _store_of(self, account: Account) -> Store:
        return self._stores[account.kept]

    @property
    def _stores(self) -> Mapping[Kept, Store]:
        from api_client.auth.file_store import FileStore
        from api_client.auth.keyring_store import KeyringStore
        from api_client.auth.store import MemoryStore

        with self._making:  # two stores would not know of each other what is kept in memory, or hangs
            if not self._made:
                self._made = {"memory": MemoryStore(), "file": FileStore(self._folder), "keyring": KeyringStore()}
            return self._made
