"""Why a session cannot be read or kept now: four cases, each with what helps. None of them deletes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from api_client.errors import SessionUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

Doing = Literal["read", "kept", "deleted"]

_HELPS: Mapping[Doing, Mapping[str, str]] = {
    "read": {
        "no_keyring": "Start Syllabus where there is one, such as in your desktop session, or sign in again.",
        "keyring_locked": "Unlock it with its password, then try again.",
        "keyring_hangs": "Look for a window of it that asks for something, then try again.",
        "entry_unreadable": "Sign in again to replace it.",
    },
    "kept": {
        "no_keyring": "Start one (GNOME Keyring, KWallet), or keep the session in a file.",
        "keyring_locked": "Unlock it with its password and try again, or keep the session in a file.",
        "keyring_hangs": "Look for a window of it that asks for something, or keep the session in a file.",
    },
    "deleted": {
        "no_keyring": "Sign out once more where there is one, such as in your desktop session.",
        "keyring_locked": "Unlock it and delete what begins with “Syllabus” there.",
        "keyring_hangs": "When it works again, delete what begins with “Syllabus” there.",
    },
}


def no_keyring(doing: Doing) -> SessionUnreadable:
    """There is none, or none that can be reached: over SSH, in a container, without a desktop."""
    return _unreadable("no_keyring", "no keyring can be reached from here", doing)


def keyring_locked(doing: Doing) -> SessionUnreadable:
    """It asks for a password that nobody has entered."""
    return _unreadable("keyring_locked", "the keyring is locked", doing)


def keyring_hangs(doing: Doing, seconds: float) -> SessionUnreadable:
    """It did not answer in time."""
    return _unreadable("keyring_hangs", f"the keyring has not answered within {seconds:g} seconds", doing)


def keyring_failed(doing: Doing, error: BaseException) -> SessionUnreadable:
    """It raised what has no meaning to us; what that says is left out, for it may quote what it was given."""
    return _unreadable("no_keyring", f"the keyring failed ({type(error).__name__})", doing)


def entry_unreadable(why: str, helps: str = _HELPS["read"]["entry_unreadable"]) -> SessionUnreadable:
    """What is stored is no session of this account, or must not be trusted."""
    return SessionUnreadable(f"Your session cannot be read: {why}. {helps}", code="entry_unreadable")


def _unreadable(code: str, why: str, doing: Doing) -> SessionUnreadable:
    return SessionUnreadable(f"Your session cannot be {doing}: {why}. {_HELPS[doing][code]}", code=code)
