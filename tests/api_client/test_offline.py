"""A server that stops and comes back."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from api_client import documents
from api_client.errors import Unreachable
from api_client.target import Target
from tests.api_client.world import Port, settled, silent_server, until

if TYPE_CHECKING:
    from tests.api_client.world import World


async def test_what_is_cached_stays_readable_and_marks_wait_until_the_server_is_back(world: World) -> None:
    course = world.course("Course")
    port = Port(world.app)
    async with world.library(port.target) as library:
        with port.serving():
            await until(library, documents.outline(course.id), lambda each: each.value and not each.loading)
        library.refresh(documents.outline(course.id))
        status = await settled(library, lambda each: each.connection == "offline" and each.next_try)
        assert status.since is not None
        assert status.reason == "The server cannot be reached. Is this computer online?"

        await library.mark([course.lessons[0]], True)
        snapshot = await library.fetch(documents.outline(course.id))
        assert snapshot.value is not None
        assert snapshot.value.completed_count == 1
        assert isinstance(snapshot.error, Unreachable)
        assert snapshot.marks[course.lessons[0]].sync == "waiting"
        with pytest.raises(Unreachable):
            await library.fetch(documents.lesson("never-seen"))
        status = await library.send()
        assert (status.connection, status.waiting) == ("offline", 1)
        assert world.completed() == set()

        following = asyncio.create_task(until(library, documents.outline(course.id), lambda each: not each.marks))
        with port.serving():
            library.refresh()
            status = await settled(library, lambda each: each.connection == "online" and not each.waiting)
            assert (status.since, status.reason, status.next_try) == (None, "", None)
            await following
            assert world.completed() == {course.lessons[0]}


async def test_recovers_by_itself_and_refreshes_what_is_followed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api_client.connection.FIRST_DELAY", 0.05)
    course = world.course("Course")
    port = Port(world.app)
    async with world.library(port.target) as library:
        await settled(library, lambda each: each.connection == "offline")
        following = asyncio.create_task(until(library, documents.catalog(), lambda each: each.value))
        await until(library, documents.catalog(), lambda each: each.error)
        with port.serving():
            rows = (await following).value
            assert rows is not None
            assert [row.id for row in rows] == [course.id]


async def test_server_that_fails_is_told_from_one_that_is_away(world: World) -> None:
    world.down = True
    async with world.library() as library:
        status = await settled(library, lambda each: each.connection == "failing")
        assert status.reason == "The server failed (500 Internal Server Error)."
        world.down = False
        library.refresh()
        await settled(library, lambda each: each.connection == "online" and each.viewer == "Ana")


async def test_embedded_backend_that_does_not_start_is_tried_again(world: World) -> None:
    attempts: list[int] = []

    def make_app() -> object:
        attempts.append(1)
        if len(attempts) == 1:
            raise OSError(28, "No space left on device")
        return world.app()

    target = Target("http://syllabus.embedded", "this computer", "local", make_app)  # pyright: ignore[reportArgumentType]  # an ASGI app
    async with world.library(target) as library:
        status = await settled(library, lambda each: each.connection == "failing")
        assert "No space left on device" in status.reason
        library.refresh()
        await settled(library, lambda each: each.connection == "online")


async def test_plain_http_to_another_computer_is_refused(world: World) -> None:
    async with world.library(Target("http://learn.example.com", "learn.example.com", "ana")) as library:
        status = await settled(library, lambda each: each.connection == "failing")
        assert "has to be https" in status.reason


async def test_close_does_not_wait_for_a_server_that_hangs(world: World) -> None:
    with silent_server() as target:
        async with world.library(target) as library:
            await until(library, documents.catalog(), lambda each: each.loading)
            (thread,) = [each for each in threading.enumerate() if each.name == "syllabus-library"]
        await asyncio.to_thread(thread.join, 10)  # less than the time after which the request would be given up
        assert not thread.is_alive()
