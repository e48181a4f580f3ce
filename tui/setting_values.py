"""What a value of each setting must be. Every reader takes what TOML or the environment gave and raises ValueError."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

_ON = ("on", "yes", "true", "1")
_OFF = ("off", "no", "false", "0")


def text(value: object) -> str:
    """A text without control characters."""
    if not isinstance(value, str):
        raise ValueError('must be text, like "this"')  # noqa: TRY004  # every fault of a setting is a ValueError
    if not value.isprintable():
        raise ValueError("must not hold control characters")
    return value


def flag(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    word = str(value).casefold()
    if word in _ON:
        return True
    if word in _OFF:
        return False
    raise ValueError("must be true or false")


def switch(value: object) -> Literal["auto", "on", "off"]:
    """On, off, or decided by the surroundings."""
    if str(value).casefold() == "auto":
        return "auto"
    try:
        return "on" if flag(value) else "off"
    except ValueError:
        raise ValueError('must be "auto", "on" or "off"') from None


def server(value: object) -> str:
    """The origin of a server, or the word for this computer."""
    from tui.targets import LOCAL, server_origin

    return LOCAL if text(value) == LOCAL else server_origin(text(value))


def session_store(value: object) -> Literal["keyring", "file"]:
    """What keeps a sign-in."""
    if value == "keyring":
        return "keyring"
    if value == "file":
        return "file"
    raise ValueError('must be "keyring" or "file"')


def folder(value: object) -> Path:
    """An absolute folder; `~` is the home folder."""
    path = Path(os.path.expandvars(text(value))).expanduser()
    if not path.is_absolute():
        raise ValueError(f"must be an absolute folder, or begin with ~ ({path} is relative)")
    return path


def command(value: object) -> tuple[str, ...]:
    """A program and its arguments: a list, or one text with the quoting of a shell (no shell ever sees it)."""
    if isinstance(value, str):
        import shlex

        try:
            words: Sequence[object] = shlex.split(value)
        except ValueError as error:
            raise ValueError(f"cannot be split into words: {error}") from None
    elif isinstance(value, list):
        words = cast("list[object]", value)
    else:
        words = ()
    if not words or not words[0] or not all(isinstance(word, str) and "\0" not in word for word in words):
        raise ValueError('must be a program and its arguments, like ["mpv", "{url}"]')
    return tuple(str(word) for word in words)


def keys(value: object) -> str:
    """Keys with commas between them."""
    chosen = ",".join(key.strip() for key in text(value).split(","))
    if not chosen or ",," in f",{chosen},":
        raise ValueError('must be one key or several with commas between them, like "q,ctrl+q"')
    return chosen


def time_zone(value: object) -> str:
    """An IANA name."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('must be the name of a time zone, like "Europe/Berlin"') from None
    return name
