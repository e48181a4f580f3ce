"""Moves that are staged and not saved: nothing but the admin, or signing out, makes them go."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from api_client import schema
from api_client.draft_rows import Draft
from api_client.errors import SessionEnded
from api_client.library import Library
from api_client.ordering.order import SectionOrder
from api_client.schema import CACHE_VERSION, QUEUE_VERSION
from api_client.storage import file_name
from api_client.transactions import writing
from tests.api_client.keychain import Keychain
from tests.api_client.world import files_with, settled

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.api_client.world import World

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 29, 18, tzinfo=UTC)
NAME = "Axolotl \x1b[2J\r\n\u202e"


def draft(course_id: str = "course", *, minutes: int = 0, journal: str = '["moved"]') -> Draft:
    """The second of two lessons, moved into the empty section."""
    base = (SectionOrder("s1", ("l1", "l2")), SectionOrder("s2", ()))
    staged = (SectionOrder("s1", ("l1",)), SectionOrder("s2", ("l2",)))
    return Draft(course_id, NAME, "a1", base, staged, journal, NOW + timedelta(minutes=minutes))


_SAVE = """
import asyncio, sys
from pathlib import Path
from api_client.library import Library
from api_client.target import Target
from tests.api_client.test_drafts import draft

async def main():
    library = Library(Target(sys.argv[1], "", "local"), Path(sys.argv[2]))
    await library.drafts.save(draft())
    print("saved", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.fixture
def library(world: World) -> Generator[Library]:
    """One that is not started: drafts need no server."""
    library = Library(world.target(), world.folder / "cache")
    yield library
    library.close()


def _saving(world: World) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _SAVE, world.target().url, world.folder / "cache"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def _path(world: World) -> Path:
    return world.folder / "cache" / file_name(world.target())


async def test_draft_comes_back_as_it_was_the_only_one_of_its_course(library: Library) -> None:
    assert await library.drafts.load("course") is None
    await library.drafts.save(draft())
    await library.drafts.save(draft(journal="[]"))
    await library.drafts.save(draft("other", minutes=1))
    assert await library.drafts.load("course") == draft(journal="[]")
    assert [each.course_id for each in await library.drafts.all()] == ["other", "course"]
    await library.drafts.drop("course")
    await library.drafts.drop("course")
    assert await library.drafts.all() == [draft("other", minutes=1)]


async def test_status_counts_the_courses_with_drafts(world: World, library: Library) -> None:
    await library.drafts.save(draft())
    library.cached_catalog()
    assert library.status.drafts == 1
    async with world.library() as running:
        await settled(running, lambda status: status.drafts == 1)
        await running.drafts.save(draft("other"))
        await settled(running, lambda status: status.drafts == 2)
        await library.drafts.drop("course")  # as another process would
        await settled(running, lambda status: status.drafts == 1)


async def test_draft_survives_a_kill_the_moment_it_is_saved(world: World, library: Library) -> None:
    with _saving(world) as child:
        assert child.stdout
        assert child.stdout.readline() == "saved\n"
        child.kill()
    assert await library.drafts.load("course") == draft()


async def test_file_of_the_version_before_gets_drafts_and_keeps_its_marks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = schema._QUEUE_STEPS  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(schema, "_QUEUE_STEPS", steps[:2])
    monkeypatch.setattr(schema, "QUEUE_VERSION", 2)
    path = _path(world)
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection)
        with writing(connection):
            connection.execute("INSERT INTO marks VALUES ('l', 'L', 'c', 'C', 1, ?, NULL, NULL, 1, 0)", (str(NOW),))
    monkeypatch.undo()
    library = Library(world.target(), world.folder / "cache")
    await library.drafts.save(draft())
    assert [mark.lesson_id for mark in await library.queue()] == ["l"]
    assert library.notices == ()
    library.close()


async def test_draft_outlives_the_cache(world: World, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    await library.drafts.save(draft())
    monkeypatch.setattr(schema, "CACHE_VERSION", CACHE_VERSION + 1)
    again = Library(world.target(), world.folder / "cache")
    assert await again.drafts.load("course") == draft()
    again.close()


@pytest.mark.parametrize("fault", [f"PRAGMA user_version = {QUEUE_VERSION + 1}", "DROP TABLE documents"])
async def test_draft_is_rescued_from_a_file_that_cannot_be_used(world: World, library: Library, fault: str) -> None:
    await library.drafts.save(draft())
    with closing(sqlite3.connect(_path(world))) as connection:
        connection.execute(fault)
    if fault.startswith("DROP"):
        _path(world).with_name(f"{_path(world).name}.damaged").touch()
    again = Library(world.target(), world.folder / "cache")
    assert await again.drafts.all() == [draft()]
    assert "Moves in courses that are not saved were kept." in again.notices[0]
    again.close()


async def test_where_drafts_cannot_be_read_it_is_said_and_the_marks_are_rescued(world: World, library: Library) -> None:
    await library.drafts.save(draft())
    with closing(sqlite3.connect(_path(world))) as connection:
        connection.execute("ALTER TABLE drafts RENAME COLUMN staged TO something")
        connection.execute(f"PRAGMA user_version = {QUEUE_VERSION + 1}")
    again = Library(world.target(), world.folder / "cache")
    assert await again.drafts.all() == []
    assert "Marks that wait were kept. Moves in courses that had not been saved may be in it." in again.notices[0]
    again.close()
    (aside,) = await Library(world.target(), world.folder / "cache").forget(keep_marks=True)
    assert "was kept" in aside


@pytest.mark.parametrize("keep_marks", [True, False])
async def test_signing_out_keeps_drafts_with_the_marks_or_wipes_them(world: World, keep_marks: bool) -> None:
    course_id = str(uuid4())
    library = Library(world.target(), world.folder / "cache")
    await library.drafts.save(draft(course_id))
    assert await library.forget(keep_marks=keep_marks) == ()
    again = Library(world.target(), world.folder / "cache")
    assert len(await again.drafts.all()) == keep_marks
    again.close()
    assert bool(files_with(_path(world).parent, course_id.encode())) == keep_marks


async def test_account_that_was_signed_out_elsewhere_keeps_no_more(world: World) -> None:
    world.tokens = {"first": world.user}
    keychain = Keychain(world)
    async with keychain.library() as other:
        await settled(other, lambda status: status.viewer)
        async with keychain.library() as library:
            await library.forget(keep_marks=False)
        with pytest.raises(SessionEnded):
            await other.drafts.save(draft())
        assert await other.drafts.all() == []
