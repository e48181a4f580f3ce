"""A program that does to the keyring of its environment what its arguments say, and prints what came of each.

The first is the time limit in seconds.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import secretstorage
from secretstorage.exceptions import SecretStorageException

from api_client.auth.keyring_store import KeyringStore
from api_client.errors import SessionUnreadable
from tests.api_client.auth.signed_in import account_of, make_session

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTH = 5_000
"""Of the access token, so that a session takes several entries."""


def read() -> str:
    session = _STORE.read(account_of(_SESSION))
    if session is None:
        return "nothing"
    return "another" if session.tokens.access_token != _SESSION.tokens.access_token else "the session"


def write() -> None:
    _STORE.write(account_of(_SESSION), _SESSION)


def delete() -> None:
    _STORE.delete(account_of(_SESSION))


def entries() -> list[str]:
    """The labels of all that is in the keyring."""
    with secretstorage.dbus_init() as connection:
        return sorted(item.get_label() for item in secretstorage.get_default_collection(connection).get_all_items())


def lock() -> None:
    with secretstorage.dbus_init() as connection:
        secretstorage.get_default_collection(connection).lock()


def wait_for_service() -> None:
    """Until the daemon answers, with an unlocked keyring."""
    until = time.monotonic() + 30
    with secretstorage.dbus_init() as connection:
        while time.monotonic() < until:
            try:
                if not secretstorage.get_default_collection(connection).is_locked():
                    return
            except SecretStorageException:
                pass
            time.sleep(0.02)
    raise TimeoutError


def _answer(step: Callable[[], object]) -> object:
    try:
        return step()
    except SessionUnreadable as error:
        return [error.code, error.sentence]


_STORE = KeyringStore(limit=float(sys.argv[1]))
_SESSION = make_session(LENGTH)
_STEPS = {step.__name__: step for step in (read, write, delete, entries, lock, wait_for_service)}

if __name__ == "__main__":
    for name in sys.argv[2:]:
        sys.stdout.write(json.dumps(_answer(_STEPS[name])) + "\n")
        sys.stdout.flush()
