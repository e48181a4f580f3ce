"""What keeps sessions, and how one is written down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from pydantic import ValidationError

from api_client.auth.session import Session

if TYPE_CHECKING:
    from api_client.auth.accounts import Account


class Store(Protocol):
    """Keeps one session for each account. Its calls block, for some seconds at most; they raise SessionUnreadable."""

    def read(self, account: Account) -> Session | None:
        """The session of an account; None if there is none."""
        ...

    def write(self, account: Account, session: Session) -> None:
        """Keep a session instead of the one before: a crash leaves the old or the new one."""
        ...

    def delete(self, account: Account) -> None:
        """Keep none any more; nothing happens where there is none."""
        ...


class MemoryStore:
    """Keeps sessions as long as the process runs."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[str, str], Session] = {}

    def read(self, account: Account) -> Session | None:
        """The session of an account; None if it was signed in in another process."""
        return self._sessions.get((account.server, account.id))

    def write(self, account: Account, session: Session) -> None:
        """Keep a session."""
        self._sessions[account.server, account.id] = session

    def delete(self, account: Account) -> None:
        """Keep none any more."""
        self._sessions.pop((account.server, account.id), None)


def encode(session: Session) -> str:
    """A session as ASCII text, its secrets in the open: for a store and nothing else."""
    tokens = session.tokens
    value = session.model_dump(mode="json")
    value["tokens"]["access_token"] = tokens.access_token.get_secret_value()
    value["tokens"]["refresh_token"] = tokens.refresh_token.get_secret_value() if tokens.refresh_token else None
    return json.dumps(value, separators=(",", ":"))


def decode(text: str | bytes, account: Account) -> Session | None:
    """The session in a text; None if it is none, or another account's: its tokens must go nowhere else."""
    try:
        session = Session.model_validate_json(text)
    except ValidationError:
        return None
    is_theirs = (session.server, session.account) == (account.server, account.id)
    return session if is_theirs else None
