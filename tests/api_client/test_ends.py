"""The Library before its start, after its end, and when it dies: nobody waits for ever."""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from api_client import documents
from api_client.errors import Closed, StorageFailed
from api_client.library import Library
from api_client.storage import Storage, file_name
from tests.api_client.world import PATIENCE, silent_server, until

if TYPE_CHECKING:
    from tests.api_client.world import World


async def test_following_may_begin_before_the_start(world: World) -> None:
    world.course("Course")
    library = Library(world.target(), world.folder / "cache")
    following = asyncio.create_task(until(library, documents.catalog(), lambda snapshot: snapshot.value))
    await asyncio.sleep(0)
    library.start()
    assert (await following).value
    library.close()


async def test_after_the_end_nothing_hangs(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        await library.fetch(documents.outline(course.id))
    library.close()
    with pytest.raises(Closed):
        await library.fetch(documents.catalog())
    with pytest.raises(Closed):
        await library.mark([course.lessons[0]], True)
    assert [snapshot async for snapshot in library.follow(documents.catalog())] == []
    library.refresh()


async def test_who_waits_when_it_closes_is_told(world: World) -> None:
    with silent_server() as target:
        async with world.library(target) as library:
            fetching = asyncio.create_task(library.fetch(documents.catalog()))
            await until(library, documents.catalog(), lambda snapshot: snapshot.loading)
        with pytest.raises(Closed):
            await fetching


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_when_it_dies_those_who_follow_get_the_reason(world: World) -> None:
    async with world.library() as library:
        await until(library, documents.catalog(), lambda snapshot: not snapshot.loading)
        following = asyncio.create_task(until(library, documents.catalog(), lambda snapshot: snapshot.value is None))
        await library.read(documents.catalog())
        with closing(Storage(world.folder / "cache" / file_name(world.target())).connect()) as connection:
            connection.execute("DROP TABLE marks")
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(ExceptionGroup) as caught:
                await following
        assert caught.value.subgroup(StorageFailed)
        with pytest.raises(Closed):
            await library.fetch(documents.catalog())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_who_followed_before_a_start_that_fails_gets_the_reason(world: World) -> None:
    (world.folder / "file").touch()
    library = Library(world.target(), world.folder / "file" / "cache")
    following = asyncio.create_task(until(library, documents.catalog(), lambda snapshot: snapshot.value))
    await asyncio.sleep(0)
    library.start()
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(Closed) as caught:
            await following
    assert isinstance(caught.value.__cause__, StorageFailed)
    library.close()


async def test_what_waits_is_counted_before_the_start(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        await library.fetch(documents.outline(course.id))
        await library.fetch(documents.catalog())
    idle = Library(world.target(), world.folder / "cache")
    await idle.mark(course.lessons[:2], True)
    snapshot = idle.cached_catalog()
    assert snapshot.value
    assert snapshot.value[0].completed_count == 2
    assert set(snapshot.marks) == set(course.lessons[:2])
    assert (idle.status.connection, idle.status.waiting) == ("starting", 2)
    idle.close()


async def test_what_is_asked_while_its_tasks_end_is_dropped(world: World) -> None:
    world.course("Course")
    failures: list[object] = []
    async with world.library() as library:
        await library.fetch(documents.catalog())

        def ask(times: int) -> None:
            if times and (engine := library._running()):  # pyright: ignore[reportPrivateUsage]  # no call from outside hits the moment
                engine.refresh(documents.catalog())
                asyncio.get_running_loop().call_soon(ask, times - 1)

        def begin() -> None:
            asyncio.get_running_loop().set_exception_handler(lambda _, failure: failures.append(failure))
            ask(20_000)

        library._thread.call(begin)  # pyright: ignore[reportPrivateUsage]  # as above
    assert failures == []
