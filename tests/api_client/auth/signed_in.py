"""Sessions as sign-ins leave them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from api_client.auth.accounts import Account
from api_client.auth.session import Session, Tokens

if TYPE_CHECKING:
    from api_client.auth.accounts import Kept
    from tests.clerk.emulator import Emulator

SERVER = "https://learn.example.com"
ANN = "0190c0de-0000-7000-8000-000000000001"


def make_session(
    length: int = 0, *, account: str = ANN, server: str = SERVER, issuer: str = "https://clerk.test"
) -> Session:
    """A session that no issuer knows, its access token of about this length."""
    filler = hashlib.sha512(account.encode()).hexdigest() * (length // 128)  # nothing else in the tests looks like it
    tokens = Tokens(
        access_token=SecretStr(f"access-{account}" + filler),
        refresh_token=SecretStr(f"refresh-{account}"),
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    return Session(server=server, issuer=issuer, client_id="client", account=account, tokens=tokens)


def account_of(session: Session, kept: Kept = "keyring") -> Account:
    return Account(session.server, session.issuer, session.client_id, session.account, "Ann", kept)


def signed_in(clerk: Emulator, *, lasts: float = 86_400) -> Session:
    """A session that the emulated issuer gave; its access token lasts some seconds more."""
    answer: dict[str, Any] = clerk.tokens(resource=SERVER)
    tokens = Tokens(
        access_token=SecretStr(answer["access_token"]),
        refresh_token=SecretStr(answer["refresh_token"]),
        expires_at=datetime.now(UTC) + timedelta(seconds=lasts),
    )
    return Session(server=SERVER, issuer=clerk.issuer, client_id=clerk.client_id, account=ANN, tokens=tokens)
