"""A server with the demo's courses that people sign in to through the emulated issuer, and the app on it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Literal, Self

from sqlalchemy import delete, exists, select, update

from api_client.auth.sessions import Sessions
from api_client.library import Library
from backend.demo import fill
from backend.identity import accounts
from backend.identity.profiles import Profile
from backend.tables import course_products, courses, user_course_access, user_lesson_complete, users
from screens.sign_in import SignInScreen
from tests.api_client.auth.flows.browsing import browse
from tests.clerk.emulator import LEARNER
from tests.screens.places import app_of
from tests.screens.running import running_on, screen_text, until
from tests.tui.school import School
from tui.browser import Browser
from tui.embedded import embedded_target
from tui.switchboard import Switchboard
from tui.targets import server_target

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from textual.pilot import Pilot

    from api_client.auth.accounts import Account
    from tui.settings import Settings

LENA = "Lena Learner"
"""Has all courses but two."""
ADA = "Ada Admin"
"""Has none."""


class DemoSchool(School):
    """The server."""

    def __enter__(self) -> Self:
        with self.world.database.write() as connection:
            learner = accounts.introduce(connection, Profile(LEARNER, LENA, "lena@learner.example", True))
            fill(connection, learner, datetime.now(UTC))
        return super().__enter__()

    def reset(self) -> None:
        """No lesson is marked, nobody is an admin, and the issuer's page asks."""
        self.clerk.faults.clear()
        self.clerk.reset()
        self.rename(LENA)
        with self.world.database.write() as connection:
            connection.execute(delete(user_lesson_complete))
            connection.execute(update(users).values(role="user"))

    def marked(self) -> set[str]:
        """The ids of lessons that are complete for somebody."""
        with self.world.database.read() as connection:
            return {str(row) for row in connection.scalars(select(user_lesson_complete.c.lessonId))}

    def unsold(self) -> str:
        """The name of a course that Lena has, and that nobody else sees."""
        is_sold = exists().where(course_products.c.courseId == courses.c.id)
        is_had = exists().where(user_course_access.c.courseId == courses.c.id)
        with self.world.database.read() as connection:
            name = connection.scalar(select(courses.c.name).where(is_had, ~is_sold).limit(1))
        assert name is not None
        return name

    def set_role(self, subject: str, role: str) -> None:
        """Make an admin of somebody, or a user again."""
        with self.world.database.write() as connection:
            connection.execute(update(users).where(users.c.clerkUserId == subject).values(role=role))

    def rename(self, name: str) -> None:
        """Give Lena another name."""
        with self.world.database.write() as connection:
            connection.execute(update(users).where(users.c.clerkUserId == LEARNER).values(name=name))


def board(home: Path, server: str, *, prefer: Literal["keyring", "file"] = "file") -> Switchboard:
    """What the app goes through, with the accounts that `home` has; at a server, empty for this computer."""
    sessions = Sessions(home / "state", prefer=prefer)

    def library_for(server: str, account: Account | None) -> Library:
        target = embedded_target(home / "data")
        if server:
            credentials = partial(sessions.credentials, account) if account else None
            target = server_target(server, account, credentials)
        return Library(target, home / "library")

    return Switchboard(sessions, library_for, server, sessions.accounts.at(server))


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


async def at_school(pilot: Pilot[int], name: str = "") -> None:
    """Wait until the server is read as somebody, or, without a name, as nobody."""

    def there() -> bool:
        status = app_of(pilot).library.status
        return (status.viewer, status.anonymous, status.connection) == (name, not name, "online")

    await until(pilot, there, f"{name or 'nobody'} at the server")
    await until(pilot, lambda: pilot.app.screen.is_mounted and "Loading" not in screen_text(pilot), "a page")
