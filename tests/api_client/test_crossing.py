"""Reading while marks are on their way: an answer that may or may not contain them is not counted with them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from api_client import documents
from tests.api_client.world import gated, until

if TYPE_CHECKING:
    from tests.api_client.world import World


async def test_answer_that_crossed_a_batch_is_asked_for_again(world: World) -> None:
    course = world.course("Course")
    gate, target = gated(world, "/v1/courses")
    async with world.library(target) as library:
        await library.fetch(documents.outline(course.id))
        await library.fetch(documents.catalog())
        gate.closed = True
        fetching = asyncio.create_task(library.fetch(documents.catalog()))
        async with gate.holding():
            await library.mark([course.lessons[0]], True)
            await library.send()
            rows = (await library.read(documents.catalog())).value
            assert rows is not None
            assert rows[0].completed_count == 1
        rows = (await fetching).value
        assert rows is not None
        assert rows[0].completed_count == 1


async def test_answer_that_contains_marks_on_their_way_is_not_counted_twice(world: World) -> None:
    course = world.course("Course")
    gate, target = gated(world, "/v1/completions")
    async with world.library(target) as library:
        await library.fetch(documents.outline(course.id))
        await library.fetch(documents.catalog())
        counts: list[int] = []

        async def watch() -> None:
            async for snapshot in library.follow(documents.catalog()):
                assert snapshot.value is not None
                counts.append(snapshot.value[0].completed_count)

        watching = asyncio.create_task(watch())
        await until(library, documents.catalog(), lambda snapshot: not snapshot.loading)
        gate.closed = True
        await library.mark([course.lessons[0]], True)
        async with gate.holding():
            assert world.completed() == {course.lessons[0]}
            before = world.asked("/v1/courses?")
            library.refresh(documents.catalog())
            await library.search("other calls go on")
            assert world.asked("/v1/courses?") == before
        await library.send()
        await until(library, documents.catalog(), lambda snapshot: not snapshot.loading and not snapshot.marks)
        watching.cancel()
    assert set(counts) == {0, 1}
    assert counts == sorted(counts)


async def test_mark_made_while_another_of_the_same_lesson_is_on_its_way_wins(world: World) -> None:
    course = world.course("Course")
    gate, target = gated(world, "/v1/completions")
    async with world.library(target) as library:
        await library.fetch(documents.outline(course.id))
        gate.closed = True
        await library.mark([course.lessons[0]], True)
        async with gate.holding():
            await library.mark([course.lessons[0]], False)
            outline = (await library.read(documents.outline(course.id))).value
            assert outline is not None
            assert outline.completed_count == 0
        await library.send()
        outline = (await library.fetch(documents.outline(course.id))).value
        assert outline is not None
        assert outline.completed_count == 0
    assert world.completed() == set()


async def test_sending_waits_for_what_waits_now_and_not_for_what_comes_meanwhile(world: World) -> None:
    course = world.course("Course")
    gate, target = gated(world, "/v1/completions")
    async with world.library(target) as library:
        await library.fetch(documents.outline(course.id))
        gate.closed = True
        await library.mark([course.lessons[0]], True)
        sending = asyncio.create_task(library.send())
        async with gate.holding():
            await library.mark([course.lessons[1]], True)
        await sending
        assert course.lessons[0] in world.completed()
        await library.send()
    assert world.completed() == set(course.lessons[:2])
