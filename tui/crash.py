"""When Syllabus fails: the terminal is put back, and a report is written that gives nobody away."""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backend.redaction import redacted
from backend.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path
    from types import FrameType

_LIBRARIES = ("textual", "rich", "httpx", "pydantic", "sqlalchemy", "fastapi", "keyring")
_TERMINAL_FACTS = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "NO_COLOR")
_SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|KEY|AUTH|DATABASE_URL", re.IGNORECASE)
_RESET = (
    "\x1b[?1049l"  # the screen from before
    "\x1b[?7h"  # long lines wrap
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # no mouse reports
    "\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # no paste brackets, no reports of focus and size
    "\x1b[?2026l\x1b[<u"  # no held frames, no kitty keys
    "\x1b[0m\x1b[?25h"  # plain text, and a cursor
)


def guarded(run: Callable[[], int], state_folder: Path, *, secret: str = "") -> int:
    """Run the interface; if it fails, leave the terminal whole and say where the report is. Returns the exit code.

    `secret` stands in no report, like the values of the environment that look like secrets.
    """
    with whole_terminal() as restore:
        try:
            return run()
        except Exception as error:  # noqa: BLE001  # the last place to catch it; it is reported, not passed over
            restore()
            say_crash(error, state_folder, secret=secret)
            return 1


def say_crash(error: Exception, state_folder: Path, *, secret: str = "") -> None:
    """Write a report, in which `secret` does not stand, and say on standard error where it is."""
    environment = {**os.environ, "SYLLABUS_TOKEN": secret}
    try:
        place = f"A report is in {write_report(error, state_folder, environment)}"
    except OSError as failure:
        place = f"No report could be written: {failure.strerror}"
    sys.stderr.write(f"syllabus: it failed ({type(error).__name__}), and what was marked is saved.\n  {place}\n")


@contextmanager
def whole_terminal() -> Generator[Callable[[], None]]:
    """Gives what puts the terminal back as it is now; SIGTERM and SIGHUP do that too before they end the process."""
    restore = _restorer()

    def end(number: int, _frame: FrameType | None) -> None:
        restore()
        # What was acknowledged is on the disk already, and an orderly end could wait for threads for ever.
        os._exit(128 + number)

    caught = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in caught}
    try:
        yield restore
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def write_report(error: BaseException, folder: Path, environment: Mapping[str, str]) -> Path:
    """Write the report, which only its owner can read, and return its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(report_text(error, environment))
    return path


def report_text(error: BaseException, environment: Mapping[str, str]) -> str:
    """The traceback without the values of variables, versions, and facts of the terminal."""
    facts = [f"{name}={environment[name]}" for name in _TERMINAL_FACTS if name in environment]
    head = [
        f"Syllabus {VERSION}, {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"Python {sys.version.split()[0]} on {sys.platform}",
        ", ".join(f"{name} {version}" for name, version in _versions()),
        f"terminal: {' '.join(facts) or 'unknown'}, {_terminal_size()}",
    ]
    lines = traceback.TracebackException.from_exception(error, capture_locals=False).format()
    return _without_secrets("\n".join(head) + "\n\n" + "".join(lines), environment)


def _without_secrets(text: str, environment: Mapping[str, str]) -> str:
    """An exception's own words can hold what was in a request; and the home folder names a person."""
    for name, value in environment.items():
        if len(value) >= 6 and _SECRET_NAME.search(name):
            text = text.replace(value, f"<{name}>")
    if home := environment.get("HOME", "").rstrip("/"):
        text = text.replace(home, "~")
    return redacted(text)


def _versions() -> Iterator[tuple[str, str]]:
    from importlib.metadata import PackageNotFoundError, version

    for name in _LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "missing"


def _terminal_size() -> str:
    try:
        size = os.get_terminal_size()
    except OSError:
        return "no size"
    return f"{size.columns}×{size.lines}"


def _restorer() -> Callable[[], None]:
    """Remembers the terminal's modes now. Windows keeps none that a program could lose."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return lambda: None
    import termios

    descriptor = sys.stdin.fileno()
    modes = termios.tcgetattr(descriptor)

    def restore() -> None:
        # A terminal whose window was closed is gone, and with it what there was to put back.
        with suppress(OSError, termios.error):
            os.write(sys.__stdout__.fileno() if sys.__stdout__ else 1, _RESET.encode("ascii"))
            termios.tcsetattr(descriptor, termios.TCSANOW, modes)

    return restore
