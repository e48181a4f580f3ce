"""A program that does to the keyring of its environment what its arguments say, and prints what came of each.

`KEYRING_SECONDS` is the time limit.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import secretstorage
from secretstorage.defines import SS_PATH
from secretstorage.exceptions import SecretStorageException
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

from api_client.auth.keyring_store import KeyringStore
from api_client.errors import SessionUnreadable
from tests.api_client.auth.signed_in import account_of, make_session

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = b"a password"
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


def unlock() -> None:
    """As GNOME's own window does when somebody enters the password there."""
    with secretstorage.dbus_init() as connection:
        path = secretstorage.get_default_collection(connection).collection_path
        secret = format_secret(open_session(connection), PASSWORD, "text/plain")
        window = DBusAddressWrapper(SS_PATH, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", connection)
        window.call("UnlockWithMasterPassword", "o(oayays)", path, secret)


def damage() -> None:
    """Overwrite everything that is in the keyring."""
    with secretstorage.dbus_init() as connection:
        for item in secretstorage.get_default_collection(connection).get_all_items():
            item.set_secret(b"?")


def start_service() -> None:
    """A keyring where there was none; it ends with the program."""
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    daemon = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(daemon.kill)
    assert daemon.stdin
    daemon.stdin.write(PASSWORD)
    daemon.stdin.close()
    wait_for_service()


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


_STORE = KeyringStore(limit=float(os.environ.get("KEYRING_SECONDS", "60")))
_SESSION = make_session(LENGTH)
_ALL = (read, write, delete, entries, lock, unlock, damage, start_service, wait_for_service)
_STEPS = {step.__name__: step for step in _ALL}

if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(json.dumps(_answer(_STEPS[name])) + "\n")
        sys.stdout.flush()
