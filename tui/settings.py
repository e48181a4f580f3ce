"""The settings: `config.toml`, the environment over it, the command line over both.

Read before the first frame, so the standard library must do.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, cast

from tui import setting_values as read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

Switch = Literal["auto", "on", "off"]
SessionStore = Literal["keyring", "file"]
Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What one can set. A field is a key of `config.toml`, and `SYLLABUS_` with its name in capitals."""

    theme: str = "auto"
    """The name of a theme, as the palette lists them; `auto` is Syllabus's own, dark or light."""
    ascii: Switch = "auto"
    """Draw marks and bars in ASCII: `on`, `off`, or `auto`: only where the locale is not UTF-8."""
    mouse: bool = True
    """Whether the mouse is used; without it the terminal's own selection works."""
    server: str = ""
    """The address of a server, `https://…` (`http://` for this computer's own), or `local` for the courses of this
    computer; empty: the server in use, as `syllabus login` and `syllabus use` set it, else this computer."""
    session_store: SessionStore = "keyring"
    """Where a sign-in is kept: in the system's `keyring`, or in a `file` in plain text that only you can read."""
    data_folder: Path | None = None
    """Where courses, cache and queue are kept; empty: the platform's place for data."""
    browser: Command = ()
    """What opens a link: a program and its arguments, with `{url}` for the link, else it comes last. Empty: `$BROWSER`,
    then what the platform has."""
    time_zone: str = ""
    """An IANA name like `Europe/Berlin`, which decides what a day is in the progress; empty: this computer's."""
    players: Mapping[str, Command] = field(default_factory=dict[str, Command])
    """Programs that `O` offers for a video, by the name to show, each a program and its arguments with `{url}`."""
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    """Keys by the id of what they do, several with commas between them; the help screen shows the ids."""

    @property
    def draws_ascii(self) -> bool:
        """Whether marks are drawn in ASCII here."""
        if self.ascii != "auto":
            return self.ascii == "on"
        return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") != "utf8"


_VALUES: dict[str, Callable[[Any], object]] = {
    "theme": read.text,
    "ascii": read.switch,
    "mouse": read.flag,
    "server": read.server,
    "session_store": read.session_store,
    "data_folder": read.folder,
    "browser": read.command,
    "time_zone": read.time_zone,
}
_TABLES: dict[str, Callable[[Any], object]] = {"players": read.command, "keys": read.keys}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from."""

    source: str = "default"
    """A file, a variable, or `default`."""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.source}:{self.line}" if self.line else self.source


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """Something that could not be used; the default stands in its place."""

    origin: Origin
    key: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.origin), self.key, self.message) if part)

    @property
    def short(self) -> str:
        """On the one line of a toast: the file by its name alone."""
        return str(replace(self, origin=replace(self.origin, source=self.origin.source.rpartition(os.sep)[2])))

    @property
    def decides_where(self) -> bool:
        """Whether going on with the default would read and mark in another place than the one meant."""
        return self.key in ("server", "data_folder")


@dataclass(slots=True)
class Loaded:
    """The settings in force, what was wrong, and where each `key` and `table.key` that is set comes from."""

    settings: Settings = field(default_factory=Settings)
    problems: list[SettingsProblem] = field(default_factory=list[SettingsProblem])
    origins: dict[str, Origin] = field(default_factory=dict[str, Origin])

    def take(self, key: str, value: object, origin: Origin, lines: Mapping[str, int] | None = None) -> None:
        """Set one setting, or note why it cannot be."""
        if key in _TABLES:
            return self._take_table(key, value, origin, lines or {})
        accepted, value = self._read(key, key, value, origin)
        if accepted:
            self.settings = replace(self.settings, **{key: value})
        return None

    def _take_table(self, key: str, value: object, origin: Origin, lines: Mapping[str, int]) -> None:
        if not isinstance(value, dict):
            self.problems.append(SettingsProblem(origin, key, "must be a table of names and values"))
            return
        entries: dict[str, Any] = dict(getattr(self.settings, key))
        for name, entry in _flat(cast("dict[str, object]", value)):
            path = f"{key}.{name}"
            accepted, read_entry = self._read(key, path, entry, Origin(origin.source, lines.get(path)))
            if accepted:
                entries[name] = read_entry
        self.settings = replace(self.settings, **{key: entries})

    def _read(self, key: str, path: str, value: object, origin: Origin) -> tuple[bool, Any]:
        try:
            read_value = _default(key) if value == "" and key in _VALUES else (_VALUES | _TABLES)[key](value)
        except ValueError as error:
            self.problems.append(SettingsProblem(origin, path, str(error)))
            return False, None
        self.origins[path] = origin
        return True, read_value


def setting_names() -> tuple[str, ...]:
    """Every key, in the order of the reference."""
    return tuple(one.name for one in fields(Settings))


def load_settings(environment: Mapping[str, str], path: Path) -> Loaded:
    """Read the file, if there is one, and the environment over it; the default stands for what is wrong."""
    loaded = Loaded()
    _take_file(loaded, path)
    for key in setting_names():
        variable = f"SYLLABUS_{key.upper()}"
        if (value := environment.get(variable)) is not None:
            _take_variable(loaded, key, value, Origin(variable))
    return loaded


def _take_file(loaded: Loaded, path: Path) -> None:
    source = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is not UTF-8 text"
        loaded.problems.append(SettingsProblem(Origin(source), "", f"cannot be read: {reason}"))
        return
    from tui.toml_file import parse_toml

    file = parse_toml(text)
    for line, key, fault in file.faults:
        loaded.problems.append(SettingsProblem(Origin(source, line), key, f"not valid TOML: {fault}"))
    for key, value in file.values.items():
        origin = Origin(source, file.lines.get(key))
        if key in _VALUES or key in _TABLES:
            loaded.take(key, value, origin, file.lines)
        else:
            loaded.problems.append(SettingsProblem(origin, key, _unknown(key)))


def _take_variable(loaded: Loaded, key: str, value: str, origin: Origin) -> None:
    """A table comes as an inline table of TOML: `{mpv = ["mpv", "{url}"]}`."""
    if key not in _TABLES or not value:
        loaded.take(key, value or ({} if key in _TABLES else ""), origin)
        return
    import tomllib

    try:
        table = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError as error:
        loaded.problems.append(SettingsProblem(origin, key, f"not a TOML table in braces: {error}"))
        return
    loaded.take(key, table, origin)


def _flat(table: dict[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Ids have dots in them, which TOML takes for tables: `app.quit = "q"` is meant as `"app.quit" = "q"`."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(cast("dict[str, object]", value), f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _default(key: str) -> object:
    return getattr(Settings(), key)


def _unknown(key: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key, setting_names(), n=1)
    return f"there is no such setting; {close[0]} is near" if close else "there is no such setting"
