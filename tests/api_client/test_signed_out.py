"""An account whose session has ended or cannot be read: what is cached can be read, and marks wait."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from api_client import documents
from api_client.errors import ApiError, SessionEnded, SessionUnreadable, Unauthenticated
from api_client.library import Library
from tests.api_client.keychain import ENDED, Keychain
from tests.api_client.world import files_with, settled, until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from api_client.documents import Document
    from tests.api_client.world import Course, World

FEW = 15
"""Requests that may still be on their way; one that is sent again at once, and for ever, is sent more often."""
LOCKED = SessionUnreadable("The keyring is locked.", code="keyring_locked")


@pytest.fixture
def course(world: World) -> Course:
    """The only course."""
    return world.course("Course")


@pytest.fixture
async def keychain(world: World, course: Course) -> Keychain:
    """A session with everything cached."""
    world.tokens = {"first": world.user}
    keychain = Keychain(world)
    async with keychain.library() as library:
        await library.fetch(documents.catalog())
        await library.fetch(documents.outline(course.id))
        await library.fetch(documents.lesson(course.lessons[0]))
        await settled(library, lambda status: status.viewer)
    world.requests.clear()
    return keychain


@pytest.mark.parametrize("reason", [ENDED, LOCKED])
async def test_at_the_start_what_is_cached_is_there(
    world: World, course: Course, keychain: Keychain, reason: ApiError
) -> None:
    keychain.kept = reason
    library = Library(keychain.target(), world.folder / "cache")
    rows = library.cached_catalog().value
    assert rows
    assert [row.name for row in rows] == ["Course"]
    library.start()
    status = await settled(library, lambda each: each.connection == "signed_out" and each.next_try)
    assert (status.reason, status.viewer, status.anonymous) == (reason.sentence, "Ana", False)
    assert status.since
    snapshot = await until(library, documents.outline(course.id), lambda each: each.error and not each.loading)
    assert snapshot.value
    assert snapshot.value.name == "Course"
    assert snapshot.error == reason
    assert [hit.name for hit in await library.search("course 2")] == ["Course 2"]
    with pytest.raises(type(reason)):
        await library.fetch(documents.lesson("never-seen"))
    library.close()
    assert world.requests == []


def _forget_tokens(world: World, _: Keychain) -> None:
    world.tokens = {}


def _renew_in_vain(world: World, keychain: Keychain) -> None:
    world.tokens = {}
    keychain.renewed = "second"


def _delete_user(world: World, _: Keychain) -> None:
    world.delete_user()


@pytest.mark.parametrize("end", [_forget_tokens, _renew_in_vain, _delete_user])
async def test_the_server_can_end_it(
    world: World, course: Course, keychain: Keychain, end: Callable[[World, Keychain], None]
) -> None:
    async with keychain.library() as library:
        await settled(library, lambda status: status.connection == "online" and status.viewer)
        end(world, keychain)
        snapshot = await library.fetch(documents.lesson(course.lessons[0]))
        assert snapshot.value
        assert isinstance(snapshot.error, Unauthenticated)
        status = await settled(library, lambda each: each.connection == "signed_out" and each.next_try)
        assert (status.reason, status.anonymous) == (snapshot.error.sentence, False)
        assert (await library.fetch(documents.server())).error is None
        assert library.status.connection == "signed_out"
        await library.fetch(documents.me())
        assert (await library.read(documents.me())).value
        await library.mark([course.lessons[0]], True)
        status = await library.send()
        assert (status.connection, status.waiting, status.refused) == ("signed_out", 1, 0)


async def test_marks_made_meanwhile_wait_and_arrive_once_after_the_next_sign_in(
    world: World, course: Course, keychain: Keychain
) -> None:
    keychain.kept = ENDED
    async with keychain.library() as library:
        await settled(library, lambda status: status.connection == "signed_out")
        await library.mark(course.lessons[:2], True)
        await library.mark(course.lessons[1:2], False)
        status = await library.send()
        assert (status.connection, status.refused) == ("signed_out", 0)
        outline = await library.read(documents.outline(course.id))
        assert outline.value
        assert outline.value.completed_count == 1
        assert outline.marks[course.lessons[0]].sync == "waiting"
    async with keychain.library() as library:
        await settled(library, lambda each: each.connection == "signed_out" and each.waiting)
        assert world.completed() == set()
        assert world.requests == []
        following = asyncio.create_task(
            until(library, documents.outline(course.id), lambda each: not (each.marks or each.error))
        )
        world.tokens = {"second": world.user}
        keychain.kept = "second"
        library.refresh()
        status = await settled(library, lambda each: each.connection == "online" and not each.waiting)
        assert (status.since, status.reason, status.next_try) == (None, "", None)
        assert (await following).value
    assert world.completed() == {course.lessons[0]}
    assert world.asked("POST /v1/completions") == 1


async def test_a_sign_in_of_another_process_is_noticed_without_a_key(
    world: World, course: Course, keychain: Keychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api_client.connection.FIRST_DELAY", 0.01)
    monkeypatch.setattr("api_client.connection.SIGNED_OUT_DELAY", 0.01)
    keychain.kept = ENDED
    async with keychain.library() as library:
        await settled(library, lambda status: status.connection == "signed_out")
        await library.mark([course.lessons[0]], True)
        keychain.kept = "first"
        await settled(library, lambda status: status.connection == "online" and not status.waiting)
    assert world.completed() == {course.lessons[0]}


async def test_nothing_is_tried_before_its_time(world: World, course: Course, keychain: Keychain) -> None:
    async with keychain.library() as library:
        await until(library, documents.catalog(), lambda each: each.value and not each.loading)
        world.tokens = {}
        async with _following(library, documents.catalog(), documents.progress("UTC")):
            await until(library, documents.progress("UTC"), lambda each: each.error)
            await settled(library, lambda each: each.connection == "signed_out" and each.next_try)
            await library.mark([course.lessons[0]], True)
            assert await _asked_meanwhile(world, library) < FEW


async def test_one_document_that_is_always_refused_is_asked_for_with_pauses(
    world: World, course: Course, keychain: Keychain
) -> None:
    outline, others = documents.outline(course.id), (documents.catalog(), documents.progress("UTC"))
    world.refused = outline.path
    async with keychain.library() as library, _following(library, outline, *others):
        await until(library, outline, lambda each: each.error)
        assert await _asked_meanwhile(world, library) < FEW


async def test_sign_out_and_outage_are_told_apart(world: World, keychain: Keychain) -> None:
    async with keychain.library() as library:
        await settled(library, lambda each: each.connection == "online" and each.viewer)
        world.down = True
        await library.fetch(documents.catalog())
        failing = await settled(library, lambda each: each.connection == "failing")
        keychain.kept = ENDED
        await library.fetch(documents.catalog())
        ended = await settled(library, lambda each: each.connection == "signed_out")
        assert failing.since
        assert ended.since
        assert ended.since > failing.since
        assert isinstance((await library.fetch(documents.catalog())).error, SessionEnded)


async def test_no_address_of_a_person_is_written_down(world: World, keychain: Keychain) -> None:
    async with keychain.library() as library:
        mine = await library.whoami()
        assert mine.value
        assert (mine.value.email, mine.error) == ("ana@example.com", None)
        cached = await library.fetch(documents.me())
        assert cached.value
        assert (cached.value.name, cached.value.email) == ("Ana", "")
        assert not _found(world, b"ana@example.com")
        keychain.kept = ENDED
        mine = await library.whoami()
        assert mine.value
        assert (mine.value.name, mine.value.email, mine.error) == ("Ana", "", ENDED)
    assert not _found(world, b"ana@example.com")


async def test_who_one_is_without_a_cache_is_an_error(world: World) -> None:
    async with Keychain(world, ENDED).library() as library:
        with pytest.raises(SessionEnded):
            await library.whoami()


@asynccontextmanager
async def _following(library: Library, *followed: Document[Any]) -> AsyncGenerator[None]:
    """Follow documents within the block."""
    tasks = [asyncio.create_task(until(library, each, lambda _: False)) for each in followed]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _asked_meanwhile(world: World, library: Library) -> int:
    """How many requests come while the Library's thread is asked many things that need none."""
    before = len(world.requests)
    for _ in range(2000):
        await library.read(documents.catalog())
    return len(world.requests) - before


def _found(world: World, text: bytes) -> list[str]:
    return files_with(world.folder / "cache", text)
