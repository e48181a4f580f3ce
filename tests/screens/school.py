"""A server with the demo's courses that people sign in to through the emulated issuer, and the app on it."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete

from api_client.auth.sessions import Sessions
from api_client.library import Library
from backend import accounts
from backend.database import Database
from backend.demo import fill
from backend.profiles import Profile
from backend.tables import user_lesson_complete
from screens.sign_in import SignInScreen
from tests.api_client.auth.flows.browsing import browse
from tests.api_client.auth.flows.serving import learning_server
from tests.clerk.emulator import LEARNER
from tests.screens.places import app_of
from tests.screens.running import running_on, shown, until
from tui.browser import Browser
from tui.embedded import embedded_target
from tui.switchboard import Switchboard
from tui.targets import server_target

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator
    from pathlib import Path

    from textual.pilot import Pilot

    from api_client.auth.accounts import Account
    from tests.clerk.emulator import Emulator
    from tui.settings import Settings

LENA = "Lena Learner"
"""Has all courses but two."""
ADA = "Ada Admin"
"""Has none."""


@dataclass
class School:
    """The server and who signs people in."""

    origin: str
    clerk: Emulator
    folder: Path

    @property
    def host(self) -> str:
        return self.origin.removeprefix("http://")

    def forget_marks(self) -> None:
        database = Database.open(f"sqlite:///{self.folder / 'server.db'}")
        with database.write() as connection:
            connection.execute(delete(user_lesson_complete))
        database.close()

    def board(self, home: Path, *, prefer: Literal["keyring", "file"] = "file", server: str | None = None) -> Switchboard:
        """The app's way to this server, where nobody is signed in unless `home` has a session; or to another one."""
        sessions = Sessions(home / "state", prefer=prefer)

        def library_for(server: str, account: Account | None) -> Library:
            target = embedded_target(home / "data")
            if server:
                credentials = partial(sessions.credentials, account) if account else None
                target = server_target(server, account, credentials)
            return Library(target, home / "library")

        server = self.origin if server is None else server
        return Switchboard(sessions, library_for, server, sessions.accounts.at(server))


@contextmanager
def school(folder: Path, clerk: Emulator) -> Generator[School]:
    """Open until left."""
    with learning_server(folder, clerk) as origin:
        database = Database.open(f"sqlite:///{folder / 'server.db'}")
        with database.write() as connection:
            learner = accounts.introduce(connection, Profile(LEARNER, LENA, "lena@learner.example", True))
            fill(connection, learner, datetime.now(UTC))
        database.close()
        yield School(origin, clerk, folder)


@asynccontextmanager
async def visiting(
    board: Switchboard, home: Path, size: tuple[int, int] = (120, 40), settings: Settings | None = None
) -> AsyncGenerator[Pilot[int]]:
    """The app on a computer that has a browser, which writes down what it is to open."""
    program = home / "firefox"
    program.write_text(f'#!/bin/sh\necho "$1" >> {home}/opened\n')
    program.chmod(0o755)
    browser = Browser((str(program), "{url}"), environment={})
    async with running_on(board, home, size, settings, browser) as pilot:
        yield pilot


async def sign_in(pilot: Pilot[int], school: School, subject: str = LEARNER) -> None:
    """What the browser does, once the screen shows its link; until the screen is gone."""
    school.clerk.sign_in(subject)
    screen = await link_shown(pilot)
    await browse(screen.view.link)
    await until(pilot, lambda: screen not in pilot.app.screen_stack, "signed in")


async def link_shown(pilot: Pilot[int]) -> SignInScreen:
    """The screen of signing in, with its link."""
    await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen), "the screen of signing in")
    screen = pilot.app.screen
    assert isinstance(screen, SignInScreen)
    await until(pilot, lambda: bool(screen.view.link), "a link")
    return screen


async def at_school(pilot: Pilot[int], name: str) -> None:
    """Wait until somebody's own courses are shown; in a wide terminal."""
    await shown(pilot, f"{name} ")
    await until(pilot, lambda: app_of(pilot).library.status.viewer == name, f"{name} signed in")
    await until(pilot, lambda: app_of(pilot).library.status.connection == "online", "online")
