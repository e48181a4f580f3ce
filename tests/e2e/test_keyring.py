"""A keyring that does not give out the session: one reads on and marks, and the mark arrives when it is there again."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.api_client.auth.secret_service import SecretService
from tests.clerk.emulator import LEARNER, Emulator
from tests.e2e.test_start import HEAVY, WATCHED
from tests.terminal import Terminal
from tests.tui.conftest import Home
from tests.tui.school import School, browser

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

pytestmark = pytest.mark.pty

COURSE = "Calculus"
"""As `WATCHED` waits for it."""
BUS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
"""The variables by which a program finds the keyring."""


@dataclass(frozen=True)
class Desk:
    """A person who signed in to a school, with a keyring; there may be something wrong with it for a while."""

    keyring: SecretService
    school: School
    home: Home

    @property
    def home_without_bus(self) -> Home:
        """The same in a terminal from which no D-Bus can be reached, such as one over SSH."""
        environment = self.home.environment.items()
        return Home(self.home.folder, {name: value for name, value in environment if name not in BUS})

    def terminal(self, home: Home) -> Terminal:
        # One that is asked before a hanging keyring has answered its last question asks again after 30 seconds.
        return Terminal(home.command(), home.environment, limit=90)

    def sign_in(self) -> str:
        """Sign in with a browser; returns the account's id."""
        self.school.clerk.sign_in(LEARNER)
        done = self.home.run("login", self.school.url, "--json", BROWSER=browser(self.home))
        assert done.code == 0, done.err
        assert done.json["account"]["keptIn"] == "keyring"
        return done.json["account"]["id"]

    @contextmanager
    def locked(self) -> Generator[None]:
        self.keyring.run("lock")
        try:
            yield
        finally:
            self.keyring.run("unlock")

    @contextmanager
    def hanging(self) -> Generator[None]:
        self.keyring.stop()
        try:
            yield
        finally:
            self.keyring.go_on()

    @contextmanager
    def damaged(self) -> Generator[None]:
        self.keyring.run("damage")
        try:
            yield
        finally:
            self.sign_in()


Trouble = Callable[[Desk], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    folders = [tmp_path_factory.mktemp(name) for name in ("keyring", "school", "person")]
    with SecretService(folders[0]) as keyring, Emulator() as clerk, School(folders[1], clerk) as school:
        home = Home(folders[2], {name: keyring.environment[name] for name in BUS})
        desk = Desk(keyring, school, home)
        school.course(desk.sign_in(), COURSE, lessons=4)
        for command in ("courses", f"outline {COURSE}"):
            assert home.run(*command.split()).code == 0
        yield desk


def test_no_session_is_looked_for_before_the_first_rows(desk: Desk, tmp_path: Path) -> None:
    seen, program = tmp_path / "modules.json", tmp_path / "watched.py"
    program.write_text(WATCHED, encoding="utf-8")
    command = [desk.home.command()[0], "-P", str(program)]
    with desk.hanging(), Terminal(command, {**desk.home.environment, "SEEN": str(seen)}) as terminal:
        terminal.wait_for(COURSE)
        _leave(terminal)
    modules = set(json.loads(seen.read_text(encoding="utf-8")))
    assert "textual.app" in modules
    assert not modules & {*HEAVY, "secretstorage", "api_client.auth.live_session"}


def test_no_keyring_at_all(desk: Desk) -> None:
    helps = "Start Syllabus where there is one, such as in your desktop session, or sign in again."
    before = desk.school.world.completed()
    with desk.terminal(desk.home_without_bus) as terminal:
        _read_on_and_mark(terminal, "no keyring can be reached from here.", helps)
        _leave(terminal)
    assert desk.school.world.completed() == before
    with desk.terminal(desk.home) as terminal:
        terminal.wait_for("● synced")
        _leave(terminal)
    assert len(desk.school.world.completed() - before) == 1


@pytest.mark.parametrize(
    ("trouble", "why", "helps"),
    [
        (Desk.locked, "the keyring is locked.", "Unlock it with its password, then try again."),
        (
            Desk.hanging,
            "the keyring has not answered within 5 seconds.",
            "Look for a window of it that asks for something, then try again.",
        ),
        (
            Desk.damaged,
            "what the keyring holds is not a whole session of this account.",
            "Sign in again to replace it.",
        ),
    ],
    ids=["locked", "hanging", "damaged"],
)
def test_a_keyring_that_comes_back(desk: Desk, trouble: Trouble, why: str, helps: str) -> None:
    before = desk.school.world.completed()
    with desk.terminal(desk.home) as terminal:
        with trouble(desk):
            _read_on_and_mark(terminal, why, helps)
            assert desk.school.world.completed() == before
        terminal.press("r")
        terminal.wait_for("● synced")
        _leave(terminal)
    assert len(desk.school.world.completed() - before) == 1


def _read_on_and_mark(terminal: Terminal, why: str, helps: str) -> None:
    """Complete the next lesson while the strip says why the session cannot be used."""
    terminal.wait(lambda: any(COURSE in line for line in terminal.lines if line.startswith("▌")), "the first rows")
    terminal.wait(lambda: f"Your session cannot be read: {why} {helps}" in _strip(terminal), "the strip says why")
    terminal.wait_for("r Retry   S Sign in")
    terminal.wait(lambda: "no session" in terminal.lines[0], "the header says so, too")
    terminal.press("enter")
    terminal.wait_for(f"Catalog › {COURSE}")
    terminal.press("space")
    terminal.wait_for("◌")


def _strip(terminal: Terminal) -> str:
    """The sentence below the header, without the keys at its right."""
    return " ".join(line.partition("  r Retry")[0].strip(" !") for line in terminal.lines[2:5])


def _leave(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.wait_exit() == 0
