"""What `syllabus doctor` looks at: each check says what it found in a word or two, and what helps."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api_client import documents
from api_client.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from api_client.library import Library
    from tui.browser import Browser
    from tui.commands.context import Context

Verdict = Literal["ok", "warning", "failed"]
_SKEW_LIMIT = 60
"""Seconds; marks carry this computer's time, and a sign-in is refused beyond about a minute."""
PATIENCE = 5.0
"""Seconds to wait for the server or the keyring."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding."""

    name: str
    verdict: Verdict
    finding: str
    helps: str = ""


def surroundings(context: Context, environment: Mapping[str, str]) -> Iterator[Check]:
    """Everything that needs no server."""
    from backend.version import VERSION

    python = ".".join(str(part) for part in sys.version_info[:3])
    yield Check("version", "ok", f"Syllabus {VERSION}, Python {python}, {sys.platform}")
    yield from _settings(context)
    yield from _folders(context)
    yield _terminal(environment)
    yield _colours(environment)
    yield _encoding()
    yield _browser(context.browser())
    yield _clipboard(environment)


async def server(context: Context, library: Library) -> list[Check]:
    """What needs the server: whether it answers, and what waits for it."""
    target = context.target()
    checks: list[Check] = []
    try:
        snapshot = await library.fetch(documents.server())
        if snapshot.error:
            raise snapshot.error
        described = snapshot.value
        checks.append(
            Check("server", "ok", f"{target.label}, version {described.version}" if described else target.label)
        )
    except ApiError as error:
        helps = "Check the address (`syllabus config show`) and the connection."
        checks.append(Check("server", "failed", f"{target.label}: {error.sentence}", helps))
    if context.server:
        checks.append(_clock(context.server))
    checks.append(await _queue(library))
    return checks


async def _queue(library: Library) -> Check:
    marks = await library.queue()
    refused = sum(1 for mark in marks if mark.refusal)
    finding = f"{len(marks) - refused} waiting, {refused} refused"
    if refused:
        return Check("marks", "warning", finding, "`syllabus sync --status` says why; `w` in the interface drops them.")
    return Check("marks", "ok", finding if marks else "all saved")


def _clock(server: str) -> Check:
    """The clock here beside the server's `Date`."""
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime
    from urllib.request import urlopen

    try:
        with urlopen(f"{server}/healthz", timeout=PATIENCE) as answer:  # noqa: S310  # https, or loopback
            skew = (datetime.now(UTC) - parsedate_to_datetime(answer.headers["Date"])).total_seconds()
    except (OSError, ValueError, TypeError):
        return Check("clock", "warning", "unknown, the server sent no time")
    if abs(skew) > _SKEW_LIMIT:
        finding = f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the server"
        return Check("clock", "failed", finding, "Set this computer's clock by the network.")
    return Check("clock", "ok", "as the server's")


def _settings(context: Context) -> Iterator[Check]:
    path = context.folders.config_file
    problems = context.problems()
    if not problems:
        yield Check("settings", "ok", str(path) if path.exists() else f"none, {path} would be read")
    for problem in problems:
        yield Check("settings", "failed", str(problem), "The default stands for it until it is put right.")


def _folders(context: Context) -> Iterator[Check]:
    folders = context.folders
    for name, folder in (("data", folders.data), ("state", folders.state), ("cache", folders.cache)):
        if _is_writable(folder):
            yield Check(name, "ok", str(folder))
        else:
            yield Check(name, "failed", f"{folder} cannot be written", "Change its owner or mode, or the disk is full.")


def _is_writable(folder: Path) -> bool:
    """Also for a folder that is still to be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def _terminal(environment: Mapping[str, str]) -> Check:
    name = environment.get("TERM", "")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Check("terminal", "warning", "none, this is a pipe", "The interface needs one; the commands do not.")
    if name == "dumb":
        return Check("terminal", "failed", "dumb", "Use another terminal, or the commands alone.")
    size = os.get_terminal_size()
    finding = f"{name or 'unnamed'}, {size.columns}×{size.lines}"
    if size.columns < 40 or size.lines < 12:
        return Check("terminal", "warning", finding, "Make it 40×12 or larger.")
    return Check("terminal", "ok", finding)


def _colours(environment: Mapping[str, str]) -> Check:
    if environment.get("NO_COLOR"):
        return Check("colours", "ok", "none, as NO_COLOR asks")
    if environment.get("COLORTERM", "") in ("truecolor", "24bit") or sys.platform == "win32":
        return Check("colours", "ok", "16 million")
    count = "256" if "256" in environment.get("TERM", "") else "16"
    helps = "If the terminal can show all colours, set COLORTERM=truecolor (over SSH it is often lost)."
    return Check("colours", "warning", count, helps)


def _encoding() -> Check:
    encoding = (sys.stdout.encoding or "unknown").lower()
    if encoding.replace("-", "") == "utf8":
        return Check("encoding", "ok", encoding)
    return Check("encoding", "warning", f"{encoding}: marks are ASCII", "Set a UTF-8 locale, like LANG=C.UTF-8.")


def _browser(browser: Browser) -> Check:
    from tui.browser import NoBrowser, Remote

    programs = browser.programs()
    if isinstance(programs, Remote):
        return Check("browser", "ok", "elsewhere: over SSH, links are shown, copied and drawn as a QR code")
    if isinstance(programs, NoBrowser):
        return Check("browser", "warning", programs.reason, "Links are shown and copied instead.")
    return Check("browser", "ok", programs[0][0])


def _clipboard(environment: Mapping[str, str]) -> Check:
    if environment.get("TERM_PROGRAM") == "Apple_Terminal":
        helps = "Use another terminal, or select the text with the mouse."
        return Check("clipboard", "warning", "this terminal takes no text from programs", helps)
    if environment.get("TMUX"):
        return Check("clipboard", "ok", "through tmux, if its `set-clipboard` is on")
    return Check("clipboard", "ok", "through the terminal (OSC 52), if it allows that")
