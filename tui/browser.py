"""Opening a link outside, in one place: an argument vector, never a shell, and never a wait on the key's path."""

from __future__ import annotations

import os
import shlex
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from threading import Thread
from typing import TYPE_CHECKING

from tui.launch import launch_first
from tui.links import link_fault, with_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui.settings import Command

_TEXT_BROWSERS = frozenset({"lynx", "w3m", "links", "links2", "elinks", "browsh", "cha", "edbrowse", "www-browser"})
_KNOWN_PLAYERS: dict[str, Command] = {
    "mpv": ("mpv", "--force-window=immediate", "--", "{url}"),
    "VLC": ("vlc", "{url}"),
    "Celluloid": ("celluloid", "{url}"),
    "Haruna": ("haruna", "{url}"),
    "IINA": ("iina", "{url}"),
    "SMPlayer": ("smplayer", "{url}"),
}
_LINUX_OPENERS: tuple[Command, ...] = (
    ("xdg-open", "{url}"),
    ("gio", "open", "{url}"),
    ("kde-open", "{url}"),
    ("x-www-browser", "{url}"),
    ("firefox", "{url}"),
    ("chromium", "{url}"),
    ("google-chrome", "{url}"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A program was given the link."""

    program: str
    outcome: Future[str | None]
    """Set in another thread: None once the program runs, or a sentence when every one that could be tried failed."""


@dataclass(frozen=True, slots=True)
class Remote:
    """The terminal is on another computer than the person: the link is to be shown, copied and drawn instead."""


@dataclass(frozen=True, slots=True)
class NoBrowser:
    """Nothing here can open the link."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotALink:
    """It is no web address: it is not given to any program."""

    reason: str


Opening = Opened | Remote | NoBrowser | NotALink


@dataclass(frozen=True, slots=True)
class Player:
    """A program that `O` offers."""

    name: str
    command: Command


class Browser:
    """What opens links and videos here: from the settings, then `$BROWSER`, then the platform."""

    def __init__(
        self,
        command: Command = (),
        players: Mapping[str, Command] | None = None,
        environment: Mapping[str, str] | None = None,
        platform: str = sys.platform,
    ) -> None:
        self._command = command
        self._players = players or {}
        self._environment = os.environ if environment is None else environment
        self._platform = platform

    def open(self, url: str) -> Opening:
        """Give the link to a browser. Returns at once; whether the browser starts is in the outcome."""
        if fault := link_fault(url):
            return NotALink(fault)
        programs = self.programs()
        return self._launch(url, programs) if not isinstance(programs, Remote | NoBrowser) else programs

    def open_with(self, player: Player, url: str) -> Opening:
        """Give the link to a player. Returns at once."""
        if fault := link_fault(url):
            return NotALink(fault)
        return self._launch(url, [player.command])

    def players(self) -> tuple[Player, ...]:
        """The players of the settings, then those that are installed, where there is a screen to play on."""
        players = {name.casefold(): Player(name, command) for name, command in self._players.items()}
        if self._has_screen():
            for name, command in _KNOWN_PLAYERS.items():
                if self._find(command[0]):
                    players.setdefault(name.casefold(), Player(name, command))
        return tuple(players.values())

    def programs(self) -> list[Command] | Remote | NoBrowser:
        """The programs to try, in order, `{url}` standing for the link; or why there is none."""
        if self._command:
            return self._usable([self._command]) or NoBrowser(_unusable(self._command[0]))
        chosen = self._usable(_from_variable(self._environment.get("BROWSER", ""), self._find))
        if self._is_remote():
            return chosen or Remote()
        programs = chosen + self._usable(self._platform_openers())
        if programs:
            return programs
        if not self._has_screen():
            return NoBrowser("There is no graphical session here to open a browser in.")
        return NoBrowser("No browser was found; `browser` in the settings names one.")

    def _launch(self, url: str, programs: Sequence[Command]) -> Opened:
        commands = [with_url(command, url) for command in programs]
        outcome: Future[str | None] = Future()
        # Whoever stops waiting for it must not cancel it: the thread sets it all the same.
        outcome.set_running_or_notify_cancel()
        # BROWSER was tried or cannot be used by now: xdg-open would fall back to it, and so to a text browser.
        environment = {k: v for k, v in self._environment.items() if k not in ("SYLLABUS_TOKEN", "BROWSER")}
        Thread(target=launch_first, args=(commands, environment, outcome), name="open-link", daemon=True).start()
        return Opened(Path(commands[0][0]).name, outcome)

    def _usable(self, commands: Iterable[Command]) -> list[Command]:
        found = ((self._find(command[0]), command) for command in commands)
        return [(path, *command[1:]) for path, command in found if path and not _is_text_browser(path)]

    def _find(self, program: str) -> str | None:
        return which(program, path=self._environment.get("PATH"))

    def _platform_openers(self) -> tuple[Command, ...]:
        if self._platform == "darwin":
            return (("open", "{url}"),)
        if self._platform == "win32":
            return (("rundll32", "url.dll,FileProtocolHandler", "{url}"),)
        if self._is_wsl():
            return (("wslview", "{url}"), *_powershell())
        if "TERMUX_VERSION" in self._environment:
            return (("termux-open-url", "{url}"),)
        return _LINUX_OPENERS if self._has_screen() else ()

    def _has_screen(self) -> bool:
        if self._platform in ("darwin", "win32") or self._is_wsl() or "TERMUX_VERSION" in self._environment:
            return True
        return any(self._environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))

    def _is_remote(self) -> bool:
        if not any(self._environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")):
            return False
        return not any(self._environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))

    def _is_wsl(self) -> bool:
        return self._platform == "linux" and any(
            self._environment.get(name) for name in ("WSL_DISTRO_NAME", "WSL_INTEROP")
        )


def _from_variable(value: str, find: Callable[[str], str | None]) -> list[Command]:
    """`$BROWSER`: commands with the path separator between them, `%s` for the link."""
    commands: list[Command] = []
    for entry in value.split(os.pathsep):
        # A path with a space in it, not quoted, as Windows programs have under WSL.
        words = [entry] if find(entry) else _split(entry)
        if words:
            commands.append(tuple(word.replace("%s", "{url}").replace("%%", "%") for word in words))
    return commands


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _powershell() -> tuple[Command, ...]:
    arguments = ("-NoProfile", "-NonInteractive", "-Command", "Start-Process '{quoted_url}'")
    mounted = "/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe"
    return ("powershell.exe", *arguments), (mounted, *arguments)


def _is_text_browser(program: str) -> bool:
    """By its name, also behind the links of Debian's alternatives."""
    names = (Path(program).name, Path(os.path.realpath(program)).name)
    return any(name.partition(".")[0] in _TEXT_BROWSERS for name in names)


def _unusable(program: str) -> str:
    return f"`browser` in the settings names {program}, which is not installed or draws in the terminal."
