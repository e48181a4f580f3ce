"""One account's session as this process has it, refreshed so that no two processes sign each other out."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api_client.auth.daemon import finishing
from api_client.auth.oauth import oauth_client
from api_client.auth.session_lock import session_lock
from api_client.errors import (
    OAuthRefused,
    ServerFailed,
    SessionEnded,
    SessionUnreadable,
    SignInFailed,
    Timeout,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pydantic import SecretStr

    from api_client.auth.accounts import Account, Accounts
    from api_client.auth.session import Session, Tokens
    from api_client.auth.store import Store

_LOCK_SECONDS = 15.0
"""Less than a request may take, so that it is said what it waited for."""
_LOOKS = (0.0, 0.025, 0.05, 0.1, 0.2)
"""Seconds between the looks into the store for what a process that took no lock has written."""


class LiveSession:
    """Reads, refreshes and stores the session. Its methods block; one thread at a time may use them.

    Issuers give a new refresh token with every refresh, and the old one is used up. So nobody refreshes without having
    looked into the store under the lock, nor while the store cannot be read. Nothing here deletes what is stored: a
    refusal may be a mistake, and the next sign-in replaces it.

    One gap stays: where the process or the connection dies between the issuer's rotation and the write, what is stored
    is used up and what would replace it is lost. The next refresh then says that the session has ended, which is true.
    """

    def __init__(
        self,
        account: Account,
        accounts: Accounts,
        store_of: Callable[[Account], Store],
        lock_folder: Path,
        tell: Callable[[str], None],
    ) -> None:
        self._account = account
        self._accounts = accounts
        self._store_of = store_of
        self._lock_folder = lock_folder
        self._tell = tell
        self.session: Session | None = None
        """As it was read or refreshed last."""
        self._replaced: Session | None = None
        """What the store still has, where `session` came out of it and could not be stored."""
        self._refused: tuple[Session, str] | None = None
        """What the issuer does not accept any more, and the sentence about it."""

    @property
    def unsaved(self) -> bool:
        """Whether the session is nowhere but here."""
        return self._replaced is not None

    def signed_in(self) -> Account:
        """The account as it is registered now. Raises SessionEnded if it was signed out, here or elsewhere."""
        account = self._accounts.find(self._account.server, self._account.id)
        if account is None:
            self.session = self._replaced = None
            raise SessionEnded(f"You are signed out of {self._host}.", code="signed_out")
        if account.where != self._account.where:  # somebody signed in anew
            self.session = self._replaced = None
        self._account = account
        return account

    def load(self) -> Session:
        """What the store has. Raises SessionEnded, SessionUnreadable."""
        self.session = self._stored()
        return self.session

    def renew(self, is_due: Callable[[Session], bool]) -> Session:
        """The session, refreshed if what is stored is due as well: another process may have refreshed it already.

        Raises SessionEnded, SessionUnreadable, and an outage.
        """
        with self._lock():
            session = self._newest()
            self.session = self._refreshed(session) if is_due(session) else session
            return self.session

    def catch_up(self) -> Session:
        """Take over what another process has stored, and store what could not be stored before; nobody is asked.

        Raises SessionEnded, SessionUnreadable, and Timeout where another process sits on the lock.
        """
        with self._lock():
            self.session = self._newest()
            return self.session

    def _lock(self) -> AbstractContextManager[None]:
        return session_lock(self._lock_folder, self._account, _LOCK_SECONDS)

    @property
    def _host(self) -> str:
        return urlsplit(self._account.server).netloc

    def _stored(self) -> Session:
        account = self.signed_in()
        session = self._store_of(account).read(account)
        if session is None:
            raise SessionEnded(f"No session on {self._host} is kept any more. Sign in again.", code="no_session")
        return session

    def _newest(self) -> Session:
        """What is stored or, where that could not be stored, what came out of it."""
        account = self.signed_in()
        if self.session is None or self._replaced is None:
            return self._stored()
        with suppress(SessionUnreadable):
            stored = self._store_of(account).read(account)
            if stored not in (None, self._replaced):
                self._replaced = None
                return self._stored()
            self._store()
        return self.session

    def _refreshed(self, session: Session) -> Session:
        if session.tokens.refresh_token is None:
            raise SessionEnded(
                f"The access token for {self._host} is not valid any more, and it came without a refresh token. "
                "Sign in again.",
                code="no_refresh_token",
            )
        if self._refused and self._refused[0] == session:
            raise SessionEnded(self._refused[1], code="session_ended")
        try:
            with finishing():
                return self._keep(session, asyncio.run(_refresh(session, session.tokens.refresh_token)))
        except OAuthRefused as error:
            return self._refused_or_stored(session, error)
        except SignInFailed as error:
            # A portal in a hotel answers for the issuer: that is no word of the issuer about the session.
            raise ServerFailed(error.sentence, code=error.code) from None

    def _refused_or_stored(self, session: Session, refusal: OAuthRefused) -> Session:
        sentence = f"Your session on {self._host} has ended. {refusal.sentence} Sign in again."
        if refusal.code == "invalid_grant":
            if stored := self._stored_by_another(session):
                return stored
            self._refused = (session, sentence)  # not asked about again: a used token can cost the whole grant
        raise SessionEnded(sentence, code="session_ended")

    def _stored_by_another(self, refused: Session) -> Session | None:
        """What is stored meanwhile instead of what was refused, by a process that takes no lock."""
        for pause in _LOOKS:
            time.sleep(pause)
            with suppress(SessionUnreadable):
                if (stored := self._stored()) not in (refused, self._replaced):
                    self._replaced = None
                    return stored
        return None

    def _keep(self, before: Session, tokens: Tokens) -> Session:
        """Store the refreshed session before anybody uses it. Where that fails it lives on here, and is told."""
        self._replaced = self._replaced or before
        self.session = before.model_copy(update={"tokens": tokens})
        try:
            self._store()
        except SessionUnreadable as error:
            self._tell(
                f"The refreshed session is kept nowhere but in this program, and ends with it unless it can be stored "
                f"before. {error.sentence}"
            )
        return self.session

    def _store(self) -> None:
        if self.session:
            self._store_of(self._account).write(self._account, self.session)
            self._replaced = None


async def _refresh(session: Session, token: SecretStr) -> Tokens:
    async with oauth_client(session.issuer, session.client_id, session.server) as client:
        try:
            return await client.refresh(token)
        except Timeout:
            raise
        except Unreachable:
            # The token may be used up, and its answer lost. Issuers that forgive that do so for a few seconds; to
            # others it makes no difference, for what is lost cannot be had again.
            return await client.refresh(token)
