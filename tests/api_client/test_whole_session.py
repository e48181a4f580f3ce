"""The Library with a session as it is kept, a server that verifies its token, and the issuer that gave it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from api_client import documents
from api_client.auth.session import Session, Tokens
from api_client.auth.sessions import Sessions
from api_client.errors import SessionEnded
from api_client.library import Library
from api_client.target import Target
from backend.app import create_app
from backend.identity.sign_in import SignIn, told
from tests.api_client.world import World, settled
from tests.backend.signed_in import settings_for
from tests.clerk.emulator import LEARNER, Emulator

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from api_client.auth.accounts import Account

URL = "http://syllabus.embedded"


class Desk:
    """A server of people who sign in with the issuer, and a computer on which one does."""

    def __init__(self, folder: Path, clerk: Emulator) -> None:
        self.clerk = clerk
        self.world = World.make(folder, subject=LEARNER)
        self.sessions = Sessions(folder / "state", prefer="file")
        settings = settings_for(clerk)
        self._sign_in = SignIn(self.world.database, settings)
        self._app = create_app(self.world.database, identify=self._sign_in, identity=told(settings))

    async def sign_in(self, *, lasts: timedelta) -> Account:
        """Keep a new session, whose access token seems to last so long."""
        answer: dict[str, Any] = self.clerk.tokens()
        tokens = Tokens(
            access_token=SecretStr(answer["access_token"]),
            refresh_token=SecretStr(answer["refresh_token"]),
            expires_at=datetime.now(UTC) + lasts,
        )
        session = Session(
            server=URL,
            issuer=self.clerk.issuer,
            client_id=self.clerk.client_id,
            account=str(self.world.user),
            tokens=tokens,
        )
        return await self.sessions.keep(session, "Ana")

    def library(self, account: Account) -> Library:
        credentials = self.sessions.credentials
        target = Target(URL, "learn.example.com", account.id, lambda: self._app, lambda: credentials(account))
        return Library(target, self.world.folder / "cache")

    def close(self) -> None:
        self._sign_in.close()
        self.world.database.close()


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """Nobody is signed in yet."""
    with Emulator() as clerk:
        desk = Desk(tmp_path, clerk)
        yield desk
        desk.close()


async def test_a_token_is_refreshed_in_time_and_then_needs_no_issuer(desk: Desk) -> None:
    course = desk.world.course("Course")
    library = desk.library(await desk.sign_in(lasts=timedelta(seconds=30)))
    library.start()
    await settled(library, lambda status: status.viewer and status.connection == "online")
    assert desk.clerk.refreshes == 1
    with desk.clerk.down():
        assert (await library.fetch(documents.outline(course.id))).error is None
        await library.mark([course.lessons[0]], True)
        status = await library.send()
    library.close()
    assert (status.connection, status.waiting) == ("online", 0)
    assert desk.world.completed() == {course.lessons[0]}


async def test_a_session_that_ended_is_no_obstacle_to_reading_and_marking(desk: Desk) -> None:
    course = desk.world.course("Course")
    library = desk.library(await desk.sign_in(lasts=timedelta(days=1)))
    library.start()
    await library.fetch(documents.outline(course.id))
    library.close()
    library = desk.library(await desk.sign_in(lasts=timedelta(0)))
    desk.clerk.end()
    library.start()
    status = await settled(library, lambda each: each.connection == "signed_out" and each.next_try)
    assert "Sign in again" in status.reason
    snapshot = await library.fetch(documents.outline(course.id))
    assert snapshot.value
    assert isinstance(snapshot.error, SessionEnded)
    await library.mark(course.lessons[:2], True)
    assert (await library.send()).waiting == 2
    await desk.sign_in(lasts=timedelta(days=1))
    library.refresh()
    await settled(library, lambda each: each.connection == "online" and not each.waiting)
    library.close()
    assert desk.world.completed() == set(course.lessons[:2])


async def test_signing_out_ends_it_for_every_window_and_leaves_nothing(desk: Desk) -> None:
    course = desk.world.course("Axolotl")
    account = await desk.sign_in(lasts=timedelta(days=1))
    library, other = desk.library(account), desk.library(account)
    for each in (library, other):
        each.start()
        await each.fetch(documents.outline(course.id))
    await desk.sessions.end(account)
    assert await library.forget(keep_marks=False) == ()
    with pytest.raises(SessionEnded):
        await other.fetch(documents.outline(course.id))
    await settled(other, lambda each: each.connection == "signed_out" and each.next_try)
    files = [path for path in desk.world.folder.rglob("*") if path.is_file() and not path.name.startswith("backend.db")]
    assert [path.name for path in files if b"Axolotl" in path.read_bytes()] == []
    assert [path.name for path in files if b"ana@example.com" in path.read_bytes()] == []
    await desk.sign_in(lasts=timedelta(days=1))
    other.refresh()
    await settled(other, lambda each: each.connection == "online")
    assert (await other.fetch(documents.outline(course.id))).value
    other.close()
