"""The files that a test run leaves, and which of them may hold what."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.secrecy.known import Secrets

_ROOT = Path(__file__).parents[2]
SHOWS_ADDRESS = ".whoami"
"""The ending of a file with the output of a command that tells the person their address."""
SHORT_LINK = "short link"
"""What may stand wherever its buyer looks, and in databases: only logs are read by others."""
_LOGS = ("log.txt", "syllabus.log")
_SESSION = {"server", "issuer", "client_id", "account", "tokens"}
_KEPT = ("access_token", "refresh_token")
_SQLITE = b"SQLite format 3\0"
_BESIDE_SQLITE = ("-wal", "-journal", "-shm")


def leaks(folder: Path, secrets: Secrets) -> list[str]:
    """Files below a folder with something secret that may not be there: their names, and the kinds of the secrets.

    It may be in the files of sessions that somebody chose to keep in plain text: the two tokens and nothing else. In a
    database of the backend, and in what `whoami` prints: e-mail addresses and nothing else. The code of a short link
    may be anywhere but in logs.
    """
    files = list(_files(folder))
    for session in map(_session, files):
        for name in _KEPT:
            # Processes of their own have signed in, too, at a server of which nothing is known here.
            if session and (token := session["tokens"].get(name)):
                secrets.add(name.replace("_", " "), token)
    found: list[str] = []
    for path in files:
        kinds = secrets.kinds_in(_content(path))
        if path.name not in _LOGS:
            kinds.discard(SHORT_LINK)
        if "e-mail address" in kinds and _may_hold_addresses(path):
            kinds.remove("e-mail address")
        if kinds:
            found.append(f"{path.relative_to(folder)}: {', '.join(sorted(kinds))}")
    return found


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            with suppress(FileNotFoundError):  # of a program that is still on its way out
                if stat.S_ISREG(path.lstat().st_mode):
                    yield path


def _content(path: Path) -> bytes:
    """What has to be free of secrets."""
    if session := _session(path):
        for name in _KEPT:
            session["tokens"].pop(name, None)
        return json.dumps(session).encode()
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return b""


def _session(path: Path) -> dict[str, Any] | None:
    """The session in a file of the store in plain text; None if it is another file, or half of one."""
    if path.parent.name != "sessions" or path.suffix != ".json":
        return None
    try:
        session = cast("dict[str, Any]", json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    return session if isinstance(session, dict) and session.keys() == _SESSION else None  # pyright: ignore[reportUnnecessaryIsInstance]  # it may be any JSON


def _may_hold_addresses(path: Path) -> bool:
    """Whether it is a database of the backend, what `whoami` printed, or a copy of a module: two people are in one."""
    if path.suffix == ".py":
        module = _ROOT.joinpath(*path.parts[-2:])
        return module.exists() and module.read_bytes() == path.read_bytes()
    return path.suffix == SHOWS_ADDRESS or _is_backends(path)


def _is_backends(path: Path) -> bool:
    """Whether it is a database with the table of users, or one of the files that SQLite keeps beside it."""
    main = path
    for ending in _BESIDE_SQLITE:
        main = main.with_name(main.name.removesuffix(ending))
    content = main.read_bytes() if main.exists() else b""
    if path != main:  # of a server that was killed at once, all is there and the database empty
        content = content or _SQLITE
        content += path.read_bytes()
    return content.startswith(_SQLITE) and b"clerkUserId" in content
