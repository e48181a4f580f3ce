"""The Library before the real backend: cached at once, fresh soon after, marks durable and sent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from api_client import documents
from api_client.errors import NotFound, ServerFailed, Unauthenticated
from api_client.library import Library
from tests.api_client.world import PATIENCE, cached, days_ago, gated, settled, until

if TYPE_CHECKING:
    from tests.api_client.world import World


async def test_first_start_shows_the_catalog_and_the_next_one_has_it_at_once(world: World) -> None:
    world.course("Beta")
    world.course("alpha", owned=False)
    async with world.library() as library:
        assert library.cached_catalog().value is None
        snapshot = await until(library, documents.catalog(), lambda each: each.value)
        assert snapshot.value is not None
        assert [(row.name, row.access) for row in snapshot.value] == [("alpha", "locked"), ("Beta", "owned")]
        assert (await settled(library, lambda status: status.viewer)).connection == "online"
    again = Library(world.target(), world.folder / "cache")
    assert again.cached_catalog().value == snapshot.value
    again.close()


async def test_follow_yields_the_cached_value_first_and_then_what_changed(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        await library.fetch(documents.outline(course.id))
    world.complete(course.lessons[0], days_ago(1))
    gate, target = gated(world, "/v1/courses")
    gate.closed = True
    async with world.library(target) as library:
        feed = library.follow(documents.outline(course.id))
        cached = await anext(feed)
        async with gate.holding():
            assert cached.value
            assert (cached.value.completed_count, cached.loading, cached.error) == (0, True, None)
        fresh = await anext(feed)
        assert fresh.value
        assert (fresh.value.completed_count, fresh.loading, fresh.error) == (1, False, None)


async def test_unchanged_documents_cost_a_304(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        first = await library.fetch(documents.outline(course.id))
        second = await library.fetch(documents.outline(course.id))
    assert second.value == first.value
    assert first.fetched_at
    assert second.fetched_at
    assert second.fetched_at > first.fetched_at


async def test_mark_shows_everywhere_before_and_after_it_is_sent(world: World) -> None:
    course = world.course("Course")
    other = world.course("Other")
    async with world.library() as library:
        await library.fetch(documents.catalog())
        await library.fetch(documents.outline(course.id))
        await library.fetch(documents.progress("UTC"))
        world.down = True
        await library.fetch(documents.me())
        await library.mark([course.lessons[0]], True)
        for _ in range(2):
            rows = (await library.read(documents.catalog())).value
            assert rows is not None
            assert [(row.completed_count, row.next_id) for row in rows] == [
                (1, course.lessons[1]),
                (0, other.lessons[0]),
            ]
            outline = (await library.read(documents.outline(course.id))).value
            assert outline is not None
            assert (outline.completed_count, outline.next_lesson and outline.next_lesson.position) == (1, 2)
            progress = (await library.read(documents.progress("UTC"))).value
            assert progress is not None
            assert (progress.completed_count, progress.current_streak, len(progress.recent)) == (1, 1, 1)
            world.down = False
            assert (await library.send()).waiting == 0
    assert world.completed() == {course.lessons[0]}


async def test_no_follower_ever_sees_a_sent_mark_undone(world: World) -> None:
    course = world.course("Course", lessons=8)
    seen: list[tuple[str, int]] = []

    async with world.library() as library:

        async def watch(name: str, document: documents.Document[Any]) -> None:
            async for snapshot in library.follow(document):
                value = snapshot.value
                if value is not None:
                    seen.append((name, value[0].completed_count if name == "catalog" else value.completed_count))

        followed: dict[str, documents.Document[Any]] = {
            "catalog": documents.catalog(),
            "outline": documents.outline(course.id),
            "progress": documents.progress("UTC"),
        }
        async with asyncio.TaskGroup() as tasks:
            watching = [tasks.create_task(watch(*each)) for each in followed.items()]
            for document in followed.values():
                await until(library, document, lambda snapshot: snapshot.value and not snapshot.loading)
            for lesson in course.lessons:
                await library.mark([lesson], True)
                await library.send()
            for document in followed.values():
                await until(library, document, lambda snapshot: not snapshot.loading)
            for task in watching:
                task.cancel()
    for name in followed:
        counts = [count for each, count in seen if each == name]
        assert counts == sorted(counts)
        assert counts[-1] == 8


async def test_uncompleting_and_completing_again_restores_the_first_time(world: World) -> None:
    course = world.course("Course")
    first = days_ago(100).replace(microsecond=0)
    world.complete(course.lessons[0], first)
    async with world.library() as library:
        await library.fetch(documents.outline(course.id))
        for sent_between in (False, True):
            await library.mark([course.lessons[0]], False)
            if sent_between:
                await library.send()
                assert world.completed() == set()
            await library.mark([course.lessons[0]], True)
            await library.send()
            assert world.completed_at(course.lessons[0]) == first


async def test_refused_mark_stays_with_its_reason_until_dismissed(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        await library.fetch(documents.outline(course.id))
        world.change_lesson(course.lessons[0], status="private")
        await library.mark(course.lessons[:2], True)
        status = await library.send()
        assert (status.waiting, status.refused) == (0, 1)
        (refused,) = await library.queue()
        assert (refused.lesson_id, refused.lesson_name, refused.course_name) == (
            course.lessons[0],
            "Course 1",
            "Course",
        )
        assert refused.refusal == "The lesson is gone, or is not public any more."
        outline = (await library.fetch(documents.outline(course.id))).value
        assert outline is not None
        assert outline.completed_count == 1
        await library.dismiss([course.lessons[0]])
        assert await library.queue() == []
        await settled(library, lambda status: not status.refused)
    assert world.completed() == {course.lessons[1]}


async def test_mark_of_a_lesson_that_is_not_cached_asks_for_it(world: World) -> None:
    course = world.course("Course")
    async with world.library() as library:
        await library.mark([course.lessons[2]], True)
        await library.send()
        with pytest.raises(NotFound):
            await library.mark([str(uuid4())], True)
    assert world.completed() == {course.lessons[2]}


async def test_anonymous_viewer_is_told_to_sign_in(world: World) -> None:
    course = world.course("Course", owned=False)
    world.viewer = None
    async with world.library(world.target("anonymous")) as library:
        await settled(library, lambda status: status.connection == "online")
        assert library.status.anonymous
        with pytest.raises(Unauthenticated, match="Sign in"):
            await library.mark([course.lessons[0]], True)
        assert await library.queue() == []


async def test_lesson_that_is_gone_or_locked_leaves_the_cache(world: World) -> None:
    course = world.course("Course")
    kept, gone, _ = course.lessons
    async with world.library() as library:
        for lesson in course.lessons:
            await library.fetch(documents.lesson(lesson))
        world.change_lesson(gone, status="private")
        await library.fetch(documents.outline(course.id))
        assert (await library.read(documents.lesson(kept))).value
        assert (await library.read(documents.lesson(gone))).value is None
        with pytest.raises(NotFound):
            await library.fetch(documents.lesson(gone))
        world.revoke(course)
        with pytest.raises(NotFound):
            await library.fetch(documents.outline(course.id))
        assert (await library.read(documents.lesson(kept))).value is None
        assert (await library.read(documents.outline(course.id))).value is None


async def test_following_an_outline_reads_its_lessons_ahead(world: World) -> None:
    course = world.course("Course", lessons=230)
    async with world.library() as library:
        await until(library, documents.outline(course.id), lambda snapshot: snapshot.value)
        last = documents.lesson(course.lessons[-1])
        await cached(library, last)
        assert world.asked("GET /v1/lessons/") == 0
        world.down = True
        snapshot = await library.fetch(last)
        assert snapshot.value is not None
        assert snapshot.value.description == "About Course 230."
        assert isinstance(snapshot.error, ServerFailed)


async def test_continue_is_ready_before_it_is_opened(world: World) -> None:
    world.course("A")
    course = world.course("B")
    world.complete(course.lessons[0], days_ago(1))
    async with world.library() as library:
        await until(library, documents.catalog(), lambda snapshot: snapshot.value)
        await cached(library, documents.lesson(course.lessons[1]))
        assert (await library.read(documents.outline(course.id))).value


async def test_several_followers_share_one_request(world: World) -> None:
    course = world.course("Course")
    document = documents.outline(course.id)
    async with world.library() as library:
        await asyncio.gather(*(until(library, document, lambda each: each.value) for _ in range(5)))
    assert world.asked(f"GET /v1/courses/{course.id}") - world.asked("/lessons") == 1


async def test_search_asks_the_server_and_else_the_cache(world: World) -> None:
    course = world.course("Straßen und Brücken")
    async with world.library() as library:
        await library.fetch(documents.catalog())
        await library.fetch(documents.outline(course.id))
        assert {hit.kind for hit in await library.search("BRÜCKEN strassen")} == {"course", "lesson"}
        world.down = True
        offline = await library.search("strassen BRÜCK")
        assert [(hit.kind, hit.name) for hit in offline][:2] == [
            ("course", course.name),
            ("lesson", f"{course.name} 1"),
        ]
        assert await library.search("  ") == []


async def test_followers_end_when_the_library_closes(world: World) -> None:
    async with world.library() as library:
        await until(library, documents.catalog(), lambda snapshot: not snapshot.loading)
        ended = asyncio.create_task(_all(library))
        await library.read(documents.catalog())
    async with asyncio.timeout(PATIENCE):
        await ended


async def _all(library: Library) -> None:
    async for _ in library.follow(documents.catalog()):
        pass


async def test_catalog_of_several_pages_is_one_document(world: World) -> None:
    for number in range(203):
        world.course(f"Course {number:03}", lessons=1)
    async with world.library() as library:
        rows = (await library.fetch(documents.catalog())).value
        assert rows is not None
        assert [row.name for row in rows] == [f"Course {number:03}" for number in range(203)]
        asked = world.asked("/v1/courses?")
        await library.mark([(await _first_lesson(library, rows[202].id))], True)
        await library.send()
        rows = (await library.fetch(documents.catalog())).value
        assert rows is not None
        assert [row.completed_count for row in rows] == [0] * 202 + [1]
        assert world.asked("/v1/courses?") == asked + 2


async def _first_lesson(library: Library, course_id: str) -> str:
    outline = (await library.fetch(documents.outline(course_id))).value
    assert outline is not None
    return str(outline.sections[0].lessons[0].id)
