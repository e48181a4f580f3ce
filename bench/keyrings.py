"""From exec to the first rows of somebody who signed in to a server, whatever their keyring does meanwhile."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import UUID

from backend.demo import fill
from bench.report import at_most, milliseconds, of_medians, show, times
from bench.start import ROWS
from bench.terminal import SYLLABUS, Program
from tests.api_client.auth.secret_service import SecretService
from tests.clerk.emulator import LEARNER, Emulator
from tests.tui.conftest import Home
from tests.tui.school import School, browser

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

ROUNDS = 15
EMBEDDED = "this computer's own courses"
NOISE = 1.1
"""What the medians of two equal starts differ by at most."""
_NEEDED = ("dbus-run-session", "gnome-keyring-daemon")


@dataclass(frozen=True)
class _Start:
    home: Path
    environment: Mapping[str, str]

    def first_rows(self) -> float:
        """Seconds; all caches are warm."""
        with Program(SYLLABUS, self.home, self.environment) as program:
            seconds = program.until(ROWS)
            program.settle(0.3)
        return seconds


def run() -> None:
    if missing := [name for name in _NEEDED if not shutil.which(name)]:
        show("Start with an account", ("",), [(f"not measured: {' and '.join(missing)} is not installed",)])
        return
    with TemporaryDirectory(prefix="syllabus-bench-") as folder:
        figures = _measure(Path(folder))
    base = figures[EMBEDDED]
    show(
        f"Start with an account · medians of {ROUNDS} rounds",
        ("first rows, everything cached", "median", "ratio", "target"),
        [(what, milliseconds(median(seconds)), *_compared(seconds, base)) for what, seconds in figures.items()],
        "The account is on a server of this computer, its session in GNOME Keyring.",
    )


def _compared(seconds: list[float], base: list[float]) -> tuple[str, str]:
    if seconds is base:
        return "", ""
    ratio = of_medians(seconds, base)
    return times(ratio), at_most(ratio, NOISE)


def _measure(folder: Path) -> dict[str, list[float]]:
    """Seconds by what was started; one of each in every round."""
    homes = {name: folder / name for name in ("embedded", "anonymous", "person", "keyring", "school")}
    for home in homes.values():
        home.mkdir()
    figures: dict[str, list[float]] = {}
    with SecretService(homes["keyring"]) as keyring, Emulator() as clerk, School(homes["school"], clerk) as school:
        names = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
        desktop = {name: keyring.environment[name] for name in names}
        server = {"SYLLABUS_SERVER": school.url}
        _sign_in(Home(homes["person"], desktop), school)
        embedded, anonymous = _Start(homes["embedded"], {}), _Start(homes["anonymous"], server)
        signed_in, alone = _Start(homes["person"], desktop), _Start(homes["person"], {})
        for number in range(ROUNDS + 1):
            times_of = {
                EMBEDDED: embedded.first_rows(),
                "a server, without an account": anonymous.first_rows(),
                "an account, the keyring gives out its session": signed_in.first_rows(),
                "no D-Bus": alone.first_rows(),
            }
            with _locked(keyring):
                times_of["a locked keyring"] = signed_in.first_rows()
            with _hanging(keyring):
                times_of["a keyring that hangs"] = signed_in.first_rows()
            for what, seconds in times_of.items() if number else ():  # the first round fills the caches
                figures.setdefault(what, []).append(seconds)
    return figures


def _sign_in(home: Home, school: School) -> None:
    """In the keyring of that home; the account has what the demo's owner has."""
    school.clerk.sign_in(LEARNER)
    done = home.run("login", school.url, "--json", BROWSER=browser(home))
    if done.code:
        raise RuntimeError(done.err)
    with school.world.database.write() as connection:
        fill(connection, UUID(done.json["account"]["id"]), datetime.now(UTC))


@contextmanager
def _locked(keyring: SecretService) -> Generator[None]:
    keyring.run("lock")
    yield
    keyring.run("unlock")


@contextmanager
def _hanging(keyring: SecretService) -> Generator[None]:
    keyring.stop()
    yield
    keyring.go_on()
