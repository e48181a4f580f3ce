"""Sessions in files in plain text, for who asked for it: as safe as an SSH key without a passphrase."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

from api_client.auth.private_file import delete_drafts, make_private_folder, write_private
from api_client.auth.session_lock import session_name
from api_client.auth.store import decode, encode
from api_client.auth.unreadable import entry_unreadable
from api_client.errors import SessionUnreadable

if TYPE_CHECKING:
    from pathlib import Path

    from api_client.auth.accounts import Account
    from api_client.auth.session import Session

_LARGEST = 256 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FileStore:
    """A file for each account, of mode 0600 in a folder of mode 0700, written at once and whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, account: Account) -> Session | None:
        """The session of an account; None if there is none.

        Raises SessionUnreadable, also for a file that others can read or that is not this user's: the session in it
        may be somebody else's by now, or was put there.
        """
        path = self.path(account)
        try:
            content = self._read(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise entry_unreadable(f"the file {path} cannot be opened ({error.strerror})") from None
        session = decode(content, account)
        if session is None:
            raise entry_unreadable(f"the file {path} does not hold a whole session of this account")
        return session

    def write(self, account: Account, session: Session) -> None:
        """Keep a session instead of the one before. Raises SessionUnreadable."""
        path = self.path(account)
        try:
            make_private_folder(self._folder)
            if sys.platform != "win32":
                self._folder.chmod(0o700)
            delete_drafts(path)
            write_private(path, encode(session).encode("ascii"))
        except OSError as error:
            sentence = f"Your session cannot be kept: the file {path} cannot be written ({error.strerror})."
            raise SessionUnreadable(sentence, code="entry_unreadable") from None

    def delete(self, account: Account) -> None:
        """Delete the file. Raises SessionUnreadable."""
        path = self.path(account)
        try:
            path.unlink(missing_ok=True)
            delete_drafts(path)
        except OSError as error:
            sentence = f"Your session cannot be deleted: the file {path} stays ({error.strerror}). Delete it."
            raise SessionUnreadable(sentence, code="entry_unreadable") from None

    def path(self, account: Account) -> Path:
        """Where the session of an account is."""
        return self._folder / f"{session_name(account)}.json"

    def _read(self, path: Path) -> bytes:
        with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123  # a descriptor, not a path
            _check(path, os.fstat(file.fileno()))
            return file.read(_LARGEST)


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise entry_unreadable(f"{path} is not a file")
    if sys.platform == "win32":  # a user's folders are their own there, whatever the mode says
        return
    if status.st_uid != os.geteuid():
        raise entry_unreadable(f"the file {path} belongs to somebody else", "Delete it, then sign in again.")
    if status.st_mode & 0o077:
        helps = f"If you trust them, `chmod 600 {path}` makes it usable again; else sign out and sign in again."
        raise entry_unreadable(f"other people on this computer can read the file {path}", helps)
