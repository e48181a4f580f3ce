"""Signing out: nothing that was cached stays on the disk, whoever has the file open."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api_client import documents
from api_client.errors import ApiError, SessionEnded
from api_client.library import Library
from api_client.storage import file_name
from tests.api_client.keychain import ENDED, Keychain
from tests.api_client.world import Gate, files_with, settled, until

if TYPE_CHECKING:
    from tests.api_client.world import Course, World

ROOT = Path(__file__).parents[2]


@pytest.fixture
def course(world: World) -> Course:
    """The only course; its name, its lessons' names and their texts all have the word `Axolotl`."""
    return world.course("Axolotl", lessons=40, described="Axolotl " * 3000)


@pytest.fixture
def keychain(world: World) -> Keychain:
    """A session whose token the server takes."""
    world.tokens = {"first": world.user}
    return Keychain(world)


async def _read_all(library: Library, course: Course) -> None:
    await library.fetch(documents.catalog())
    await library.fetch(documents.outline(course.id))
    for lesson in course.lessons:
        await library.fetch(documents.lesson(lesson))


def _folder(world: World) -> Path:
    return world.folder / "cache"


def _found(world: World, text: bytes) -> list[str]:
    return files_with(_folder(world), text)


async def test_nothing_stays_of_a_library_that_runs(world: World, course: Course, keychain: Keychain) -> None:
    async with keychain.library() as library:
        await _read_all(library, course)
        keychain.kept = ENDED
        await library.mark(course.lessons[:2], True)
        assert _found(world, b"Axolotl")
        assert await library.forget(keep_marks=False) == ()
    assert _found(world, b"Axolotl") == []
    assert _found(world, b"Ana") == []
    again = Library(keychain.target(), _folder(world))
    assert again.cached_catalog().value is None
    assert await again.queue() == []
    again.close()


async def test_marks_that_are_kept_arrive_after_the_next_sign_in(
    world: World, course: Course, keychain: Keychain
) -> None:
    async with keychain.library() as library:
        await _read_all(library, course)
        keychain.kept = ENDED
        await library.fetch(documents.me())
        await library.mark(course.lessons[:2], True)
    idle = Library(keychain.target(), _folder(world))
    assert await idle.forget(keep_marks=True) == ()
    # What a mark says of itself stays: the names of its lesson and course. The texts are gone, and so is the rest.
    assert _found(world, b"About Axolotl") == []
    assert _found(world, b"Axolotl 7") == []
    keychain.kept = "first"
    async with keychain.library() as library:
        assert len(await library.queue()) == 2
        await settled(library, lambda status: status.viewer and not status.waiting)
    assert world.completed() == set(course.lessons[:2])


async def test_where_nothing_was_cached_nothing_is_made(world: World, keychain: Keychain) -> None:
    assert await Library(keychain.target(), _folder(world)).forget(keep_marks=True) == ()
    assert not _folder(world).exists()


async def test_another_process_finds_itself_signed_out_and_caches_nothing_more(
    world: World, course: Course, keychain: Keychain
) -> None:
    """Its token is still good."""
    async with keychain.library() as other:
        await _read_all(other, course)
        await settled(other, lambda status: status.viewer)
        following = asyncio.create_task(until(other, documents.catalog(), lambda each: each.error))
        async with keychain.library() as library:
            assert await library.forget(keep_marks=False) == ()
        assert _found(world, b"Axolotl") == []
        await settled(other, lambda status: status.connection == "signed_out")
        snapshot = await following
        assert snapshot.value is None
        assert isinstance(snapshot.error, SessionEnded)
        with pytest.raises(SessionEnded, match="another window"):
            await other.fetch(documents.outline(course.id))
        with pytest.raises(SessionEnded):
            await other.mark(course.lessons[:1], True)
        assert (await other.fetch(documents.server())).value
        assert _found(world, b"Axolotl") == []
        async with keychain.library() as library:  # signed in again
            await settled(library, lambda status: status.viewer)
            await settled(other, lambda status: status.connection == "online")
        assert (await other.fetch(documents.outline(course.id))).value


async def test_another_process_goes_on_when_its_session_is_there_again(
    world: World, course: Course, keychain: Keychain
) -> None:
    async with keychain.library() as other:
        await _read_all(other, course)
        keychain.kept = ENDED
        await Library(keychain.target(), _folder(world)).forget(keep_marks=True)
        await settled(other, lambda status: status.connection == "signed_out" and status.next_try)
        other.refresh()
        assert isinstance((await _error(other, course)), SessionEnded)
        keychain.kept = "first"
        other.refresh()
        await settled(other, lambda status: status.connection == "online")
        assert (await other.fetch(documents.outline(course.id))).error is None


async def test_an_answer_that_comes_after_the_sign_out_is_not_kept(
    world: World, course: Course, keychain: Keychain
) -> None:
    gate = Gate(world.app(), "/v1/lessons/")
    gate.closed = True
    async with world.library(replace(keychain.target(), make_app=lambda: gate)) as other:
        fetching = asyncio.create_task(other.fetch(documents.lesson(course.lessons[0])))
        async with gate.holding():
            await Library(keychain.target(), _folder(world)).forget(keep_marks=True)
        with pytest.raises(SessionEnded):
            await fetching
        assert _found(world, b"Axolotl") == []


async def _error(library: Library, course: Course) -> ApiError:
    with pytest.raises(ApiError) as caught:
        await library.fetch(documents.outline(course.id))
    return caught.value


_READ = """
import sys
from pathlib import Path
from api_client.documents import outline
from api_client.storage import Storage
from api_client.store import Store

store = Store(Storage(Path(sys.argv[1])))
path = outline(sys.argv[2]).path
while True:
    with store.reading():
        entry = store.cache.entry(path)
        assert (entry is None) == (not store.cache.lessons.all())
    print("there" if entry else "gone", flush=True)
    if entry is None:
        break
"""


async def test_a_process_that_reads_meanwhile_sees_all_or_nothing(
    world: World, course: Course, keychain: Keychain
) -> None:
    path = _folder(world) / file_name(keychain.target())
    async with keychain.library() as library:
        await _read_all(library, course)
        child = subprocess.Popen(  # noqa: ASYNC220  # starting it is quick
            [sys.executable, "-P", "-c", _READ, str(path), course.id],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            assert child.stdout
            assert child.stdout.readline() == "there\n"
            assert await library.forget(keep_marks=False) == ()
            assert child.stdout.read().endswith("gone\n")
        assert child.returncode == 0
    assert _found(world, b"Axolotl") == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_process_that_stands_still_while_it_reads_is_named(
    world: World, course: Course, keychain: Keychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api_client.storage._BUSY_SECONDS", 0.05)
    async with keychain.library() as library:
        await _read_all(library, course)
    path = _folder(world) / file_name(keychain.target())
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchone()
        (notice,) = await Library(keychain.target(), _folder(world)).forget(keep_marks=False)
        assert "Close it and sign out again." in notice
        reader.rollback()
    assert await Library(keychain.target(), _folder(world)).forget(keep_marks=False) == ()
    assert _found(world, b"Axolotl") == []


@pytest.mark.parametrize("keep_marks", [True, False])
async def test_files_that_were_set_aside_go_too(
    world: World, course: Course, keychain: Keychain, keep_marks: bool
) -> None:
    async with keychain.library() as library:
        await _read_all(library, course)
    path = _folder(world) / file_name(keychain.target())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1000")
    library = Library(keychain.target(), _folder(world))
    library.cached_catalog()
    assert len(library.notices) == 1
    assert _found(world, b"Axolotl")
    assert await library.forget(keep_marks=keep_marks) == ()
    assert _found(world, b"Axolotl") == []


async def test_one_that_may_hold_marks_is_kept_with_them_and_named(world: World, keychain: Keychain) -> None:
    path = _folder(world) / file_name(keychain.target())
    path.parent.mkdir()
    path.write_bytes(b"Axolotl " * 1000)
    (notice,) = await Library(keychain.target(), _folder(world)).forget(keep_marks=True)
    (name,) = _found(world, b"Axolotl")
    assert name in notice
    assert await Library(keychain.target(), _folder(world)).forget(keep_marks=False) == ()
    assert _found(world, b"Axolotl") == []
