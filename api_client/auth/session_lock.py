"""One process at a time at a session: whoever comes second finds it refreshed."""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock
from filelock import Timeout as NotInTime

from api_client.auth.private_file import make_private_folder
from api_client.errors import Timeout

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from api_client.auth.accounts import Account


@contextmanager
def session_lock(folder: Path, account: Account, limit: float) -> Generator[None]:
    """Hold the lock of an account's session, waiting `limit` seconds for it. Blocks. Raises Timeout.

    Where the folder cannot be written there is none, and one goes on: better than no session at all.
    """
    lock = FileLock(folder / f"{session_name(account)}.lock", timeout=limit, mode=0o600, thread_local=False)
    try:
        make_private_folder(folder)
        lock.acquire()
    except NotInTime:
        raise Timeout(
            "Another Syllabus has been busy with the session for too long. Is one suspended, perhaps with ctrl+z?",
            code="timeout",
        ) from None
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()


def session_name(account: Account) -> str:
    """What the files of a session are called: readable, and different for each server, account, issuer and client."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", f"{account.server.partition('://')[2]}-{account.id}").strip("-.")
    identity = "\n".join((account.server, account.id, account.issuer, account.client_id))
    digest = hashlib.sha256(identity.encode(errors="backslashreplace")).hexdigest()
    return f"{readable[:60]}-{digest[:8]}"
