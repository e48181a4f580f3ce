"""Sessions in the keyring of the system: Secret Service, macOS Keychain, Windows Credential Manager, KWallet."""

from __future__ import annotations

from concurrent.futures import TimeoutError as NotInTime
from contextlib import closing
from functools import partial
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeVar

from api_client.auth import chunks, unreadable
from api_client.auth.daemon import begin
from api_client.auth.store import decode, encode
from api_client.errors import SessionUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from keyring.backend import KeyringBackend

    from api_client.auth.accounts import Account
    from api_client.auth.session import Session

Result = TypeVar("Result")

_LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}
"""Of `keyring` and of SecretStorage. The last is what making a first keyring comes to where nobody gives a password."""
_TRIES = 3
"""Of reading while another process writes."""


class KeyringStore:
    """One entry for each server, issuer, client and account; a long session takes several entries of the keyring.

    Every operation runs in a thread of its own and is given up after `limit` seconds. A keyring that hangs hangs for
    minutes: until its last call has come back, every further one fails at once instead of waiting behind it.
    """

    def __init__(self, limit: float = 5.0) -> None:
        self._limit = limit
        self._lane = Lock()
        self._hanging: Future[Any] | None = None
        self._backend: KeyringBackend | None = None
        self._was_locked = False

    def read(self, account: Account) -> Session | None:
        """The session of an account; None if there is none. Raises SessionUnreadable."""
        try:
            text = self._do("read", account, _read)
        except chunks.Damaged:
            text = ""
        if text is None:
            return None
        session = decode(text, account)
        if session is None:
            raise unreadable.entry_unreadable("what the keyring holds is not a whole session of this account")
        return session

    def write(self, account: Account, session: Session) -> None:
        """Keep a session instead of the one before. Raises SessionUnreadable."""
        self._do("kept", account, partial(_write, text=encode(session)))

    def delete(self, account: Account) -> None:
        """Delete every entry of an account. Raises SessionUnreadable."""
        self._do("deleted", account, _delete)

    def _do(self, doing: unreadable.Doing, account: Account, work: Callable[[_Entries], Result]) -> Result:
        if self._hanging and not self._hanging.done():
            raise unreadable.keyring_hangs(doing, self._limit)
        given_up = Event()
        future = begin(partial(self._in_lane, doing, account, work, given_up))
        try:
            return future.result(self._limit)
        except NotInTime:
            given_up.set()
            self._hanging = future
            raise unreadable.keyring_hangs(doing, self._limit) from None

    def _in_lane(
        self, doing: unreadable.Doing, account: Account, work: Callable[[_Entries], Result], given_up: Event
    ) -> Result:
        import keyring.errors

        with self._lane:
            try:
                backend = self._chosen()
                self._spare(backend, doing)
                result = work(_Entries(backend, account, given_up))
            except (chunks.Damaged, SessionUnreadable):
                raise
            except keyring.errors.NoKeyringError:
                raise unreadable.no_keyring(doing) from None
            except Exception as error:  # noqa: BLE001  # a backend raises whatever its system does
                if type(error).__name__ in _LOCKED or type(error.__cause__).__name__ in _LOCKED:
                    self._was_locked = True
                    raise unreadable.keyring_locked(doing) from None
                raise unreadable.keyring_failed(doing, error) from None
            self._was_locked = False
            return result

    def _spare(self, backend: KeyringBackend, doing: unreadable.Doing) -> None:
        """Reading is tried again and again; who has closed the window that asks for the password wants no other."""
        if self._was_locked and doing == "read" and _is_locked(backend):
            raise unreadable.keyring_locked(doing)

    def _chosen(self) -> KeyringBackend:
        """The backend that the user configured, else the best of those that keep secrets well.

        What `keyrings.alt` brings (plain files, files with a password asked for in the terminal) has a low priority
        and is taken only where it was configured by name.
        """
        import keyring.backend
        import keyring.core
        from keyring.backends import fail, null
        from keyring.errors import NoKeyringError

        if self._backend is None:
            # What was found is remembered by `keyring`, for ever; so a keyring that was started since would be none.
            vars(keyring.backend.get_all_keyring).pop("saved_result", None)
            keyring.core.init_backend(_keeps_secrets)
            backend = keyring.core.get_keyring()
            if isinstance(backend, fail.Keyring | null.Keyring):  # null, which forgets, is how one disables keyrings
                raise NoKeyringError
            self._backend = backend
        return self._backend


def _keeps_secrets(backend: KeyringBackend) -> bool:
    return backend.priority >= 1  # what `keyring` itself calls recommended


def _is_locked(backend: KeyringBackend) -> bool:
    """Whether it would ask for a password now; of other backends than the Secret Service nobody can know."""
    from keyring.backends import SecretService

    if not isinstance(backend, SecretService.Keyring):
        return False
    import secretstorage

    path: str = getattr(backend, "preferred_collection", "/org/freedesktop/secrets/aliases/default")
    with closing(secretstorage.dbus_init()) as connection:
        return secretstorage.Collection(connection, path).is_locked()


class _Entries:
    """The entries of one account, until the operation was given up."""

    def __init__(self, backend: KeyringBackend, account: Account, given_up: Event) -> None:
        self._backend = backend
        self._service = f"Syllabus {account.server} {account.id}"
        self._user = f"{account.client_id} at {account.issuer}"
        self._given_up = given_up

    def get(self, part: str = "") -> str | None:
        self._go_on()
        return self._backend.get_password(self._service + part, self._user)

    def set(self, text: str, part: str = "") -> None:
        self._go_on()
        self._backend.set_password(self._service + part, self._user, text)

    def delete(self, part: str = "") -> bool:
        """Whether there was one; backends do not agree on what they raise where there is none."""
        if self.get(part) is None:
            return False
        self._backend.delete_password(self._service + part, self._user)
        return True

    def _go_on(self) -> None:
        # What wakes after minutes must not write what was meanwhile kept elsewhere.
        if self._given_up.is_set():
            raise TimeoutError


def _read(entries: _Entries) -> str | None:
    for tries_left in reversed(range(_TRIES)):
        if (entry := entries.get()) is None:
            return None
        head = chunks.decode_head(entry)
        try:
            return chunks.join(head, [entries.get(_part(head.turn, number)) for number in range(2, head.count + 1)])
        except chunks.Damaged:
            if not tries_left:
                raise
    return None


def _write(entries: _Entries, text: str) -> None:
    turn: chunks.Turn = "a"
    if entry := entries.get():
        try:
            turn = chunks.decode_head(entry).next_turn
        except chunks.Damaged:
            turn = "a"
    head, parts = chunks.split(text, turn)
    for number, part in enumerate(parts, 2):
        entries.set(part, _part(turn, number))
    entries.set(head.encode())
    _delete_parts(entries, turn, head.count + 1)
    _delete_parts(entries, head.next_turn)


def _delete(entries: _Entries) -> None:
    entries.delete()
    _delete_parts(entries, "a")
    _delete_parts(entries, "b")


def _delete_parts(entries: _Entries, turn: chunks.Turn, number: int = 2) -> None:
    """Delete the parts from this one on, from the last to the first: what is cut short can be found again."""
    last = number
    while entries.get(_part(turn, last)) is not None:
        last += 1
    for doomed in range(last - 1, number - 1, -1):
        entries.delete(_part(turn, doomed))


def _part(turn: chunks.Turn, number: int) -> str:
    return f" part {turn}{number}"
