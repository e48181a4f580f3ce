"""Who has signed in where, and which of them is used: no secret. Read before the first frame: standard library only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from errno import ETIMEDOUT
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Kept = Literal["keyring", "file", "memory", "environment"]
"""Where the session is: the system's keyring, a file in plain text, this process alone, or `SYLLABUS_TOKEN`."""

_KEPT: Mapping[object, Kept] = {"keyring": "keyring", "file": "file", "memory": "memory"}
_TOKENS = 32
"""How many given tokens are remembered: a month of one that is new every day."""
_LOCK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Account:
    """One account on one server."""

    server: str
    """The server's origin."""
    issuer: str
    client_id: str
    id: str
    """The server's id of the user; names the account's cache and queue."""
    name: str = ""
    """As the server last called them."""
    kept: Kept = "keyring"

    @property
    def where(self) -> tuple[str, ...]:
        """What says where its session is; one elsewhere is another session."""
        return (self.kept, self.server, self.issuer, self.client_id, self.id)


@dataclass(frozen=True, slots=True)
class _State:
    server: str = ""
    accounts: tuple[Account, ...] = ()
    used: Mapping[str, str] = field(default_factory=dict[str, str])
    """By server, the id of the account that is used there."""
    tokens: Mapping[str, str] = field(default_factory=dict[str, str])
    """By the hash of a given token and its server, the id of its account."""


class Accounts:
    """The register of accounts: `state.json` in the state folder, shared with other processes.

    A file that lacks or is damaged is an empty register. What changes it raises OSError where it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "state.json"
        self._seen = _State()

    @property
    def current_server(self) -> str:
        """The origin of the server that was used last; empty for this computer."""
        return self._read().server

    def all(self) -> tuple[Account, ...]:
        """Every account, in the order of the sign-ins."""
        return self._read().accounts

    def at(self, server: str) -> Account | None:
        """The account in use on a server; None for an anonymous viewer."""
        state = self._read()
        return _find(state.accounts, server, state.used.get(server, ""))

    def find(self, server: str, account_id: str) -> Account | None:
        """The account of this id on a server, in use or not; None if it is not signed in."""
        return _find(self._read().accounts, server, account_id)

    def put(self, account: Account, *, use: bool = True) -> None:
        """Add an account or replace what is known of it; `use` makes it and its server the current ones."""

        def change(state: _State) -> _State:
            known = _find(state.accounts, account.server, account.id)
            others = tuple(account if other is known else other for other in state.accounts)
            state = replace(state, accounts=others if known else (*others, account))
            return _using(state, account.server, account.id) if use else state

        self._change(change)

    def remove(self, account: Account) -> None:
        """Forget an account; where it was in use, the viewer is anonymous from now on."""

        def change(state: _State) -> _State:
            known = _find(state.accounts, account.server, account.id)
            used = {server: id for server, id in state.used.items() if (server, id) != (account.server, account.id)}
            return replace(state, accounts=tuple(other for other in state.accounts if other is not known), used=used)

        self._change(change)

    def use(self, server: str, account: Account | None = None) -> None:
        """Make a server the current one, empty for this computer, and an account the one in use there."""
        self._change(lambda state: _using(state, server, account.id if account else ""))

    def token_account(self, server: str, token: str) -> str | None:
        """The id of the account that a given access token is for, if that was remembered."""
        return self._read().tokens.get(_token_name(server, token))

    def remember_token(self, server: str, token: str, account_id: str) -> None:
        """Remember whose a given access token is, by its hash, so that a start with it asks no server."""

        def change(state: _State) -> _State:
            name = _token_name(server, token)
            others = [(other, id) for other, id in state.tokens.items() if other != name]
            return replace(state, tokens=dict([*others, (name, account_id)][-_TOKENS:]))

        self._change(change)

    def _read(self) -> _State:
        """The register as the file has it now: another process may have changed it."""
        try:
            self._seen = _decode(self._path.read_bytes())
        except FileNotFoundError:
            self._seen = _State()
        except OSError:  # too many open files, say: that signs nobody out
            pass
        return self._seen

    def _change(self, change: Callable[[_State], _State]) -> None:
        from filelock import FileLock, Timeout

        from api_client.auth.private_file import make_private_folder, write_private

        make_private_folder(self._folder)
        try:
            with FileLock(self._folder / "state.json.lock", timeout=_LOCK_SECONDS, mode=0o600):
                before = self._read()
                if (after := change(before)) != before:
                    write_private(self._path, json.dumps(asdict(after), indent=1).encode())
        except Timeout as error:
            raise TimeoutError(ETIMEDOUT, "Another Syllabus has been busy with it for too long") from error


def _using(state: _State, server: str, account_id: str) -> _State:
    others = {other: id for other, id in state.used.items() if other != server}
    return replace(state, server=server, used={**others, server: account_id} if account_id else others)


def _find(accounts: Iterable[Account], server: str, account_id: str) -> Account | None:
    return next((account for account in accounts if (account.server, account.id) == (server, account_id)), None)


def _token_name(server: str, token: str) -> str:
    import hashlib

    return hashlib.sha256(f"{server}\n{token}".encode(errors="backslashreplace")).hexdigest()


def _decode(content: bytes) -> _State:
    """What of the file can be understood; a part that cannot is as if it were not there."""
    try:
        value = _table(json.loads(content))
    except (ValueError, RecursionError):
        return _State()
    accounts = [_account(_table(item)) for item in _list(value.get("accounts"))]
    return _State(
        server=_origin(value.get("server")),
        accounts=tuple(account for account in accounts if account),
        used={server: id for server, id in _table(value.get("used")).items() if isinstance(id, str)},
        tokens={name: id for name, id in _table(value.get("tokens")).items() if isinstance(id, str)},
    )


def _account(value: Mapping[str, object]) -> Account | None:
    server = _origin(value.get("server"))
    issuer, client_id, id = (_text(value.get(name)) for name in ("issuer", "client_id", "id"))
    kept = _KEPT.get(_text(value.get("kept")))
    if not (server and issuer and client_id and id and kept):
        return None
    return Account(server, issuer, client_id, id, _text(value.get("name")), kept)


def _origin(value: object) -> str:
    """What can be an origin; empty for anything else, with which the program would not even start."""
    text = _text(value)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return ""
    is_origin = parts.scheme in ("http", "https") and text == f"{parts.scheme}://{parts.netloc}"
    return text if is_origin and parts.hostname and parts.username is None and text.isprintable() else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _table(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
