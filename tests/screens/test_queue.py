"""The queue on the real backend: what waits, what was refused and why, and what can be done about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from api_client.documents import lesson, outline
from api_client.status import SyncStatus
from screens.lesson import LessonScreen
from screens.page import Page
from screens.queue import QueueScreen, connection_sentence
from tests.api_client.world import Course, World, cached
from tests.screens.hostile import NAMES
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from tui.app import SyllabusApp
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World.make(tmp_path)


async def opened(pilot: Pilot[int]) -> QueueScreen:
    await pilot.press("w")
    await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen), "the queue")
    screen = pilot.app.screen
    assert isinstance(screen, QueueScreen)
    return screen


async def read(pilot: Pilot[int], course: Course) -> None:
    """The lessons of a course are in the cache."""
    await shown(pilot, course.name)
    page = pilot.app.screen
    assert isinstance(page, Page)
    for lesson_id in course.lessons:
        await cached(page.library, lesson(lesson_id))


async def test_nothing_in_it_says_so_and_esc_goes_back(tmp_path: Path, world: World) -> None:
    world.course("Logic")
    async with running(tmp_path, target=world.target()) as pilot:
        await shown(pilot, "Logic")
        await opened(pilot)
        await shown(pilot, "Everything is saved")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, QueueScreen), "the catalog")


async def test_what_waits_is_named_until_it_is_sent(tmp_path: Path, world: World) -> None:
    course = world.course("Logic")
    async with running(tmp_path, target=world.target()) as pilot:
        await read(pilot, course)
        world.down = True
        screen = await opened(pilot)
        await screen.library.mark([course.lessons[0]], True)
        await shown(pilot, "Logic 1")
        await shown(pilot, "◌ waiting")
        await shown(pilot, "The server answers with errors")
        assert "Dismiss" not in screen_text(pilot).splitlines()[-1]
        world.down = False
        await pilot.press("r")
        await shown(pilot, "Everything is saved")
        assert course.lessons[0] in world.completed()


async def test_sending_in_vain_says_why(tmp_path: Path, world: World) -> None:
    course = world.course("Logic")
    async with running(tmp_path, target=world.target()) as pilot:
        await read(pilot, course)
        world.down = True
        screen = await opened(pilot)
        await screen.library.mark([course.lessons[0]], True)
        await shown(pilot, "1 waiting")
        await pilot.press("r")
        app = pilot.app
        assert isinstance(app, SyllabusApp)
        await until(pilot, lambda: any("The server" in one.text for one in app.message_log.messages), "a toast")
        assert [mark.lesson_id for mark in await screen.library.queue()] == [course.lessons[0]]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_what_was_refused_says_why_and_goes_when_it_was_seen(
    tmp_path: Path, world: World, size: tuple[int, int]
) -> None:
    course = world.course("Logic")
    async with running(tmp_path, size, target=world.target()) as pilot:
        await read(pilot, course)
        world.down = True
        screen = await opened(pilot)
        await screen.library.mark([course.lessons[0]], True)
        await shown(pilot, "1 waiting")
        world.revoke(course)
        world.down = False
        await pilot.press("r")
        await shown(pilot, "! refused")
        mark = (await screen.library.queue())[0]
        assert mark.refusal
        await shown(pilot, mark.refusal[:20])
        await shown(pilot, "D Dismiss")
        await pilot.press("D")
        await shown(pilot, "Everything is saved")
        assert await screen.library.queue() == []


async def test_what_waits_cannot_be_dismissed(tmp_path: Path, world: World) -> None:
    course = world.course("Logic")
    async with running(tmp_path, target=world.target()) as pilot:
        await read(pilot, course)
        world.down = True
        screen = await opened(pilot)
        await screen.library.mark([course.lessons[0]], True)
        await shown(pilot, "1 waiting")
        await pilot.press("D")
        await pilot.pause()
        assert len(await screen.library.queue()) == 1


async def test_enter_goes_to_the_lesson_and_w_twice_opens_one_queue(tmp_path: Path, world: World) -> None:
    course = world.course("Logic")
    async with running(tmp_path, target=world.target()) as pilot:
        await read(pilot, course)
        world.down = True
        screen = await opened(pilot)
        await screen.library.mark([course.lessons[1]], True)
        await shown(pilot, "Logic 2")
        await pilot.press("w")
        await pilot.pause()
        assert [type(one) for one in pilot.app.screen_stack].count(QueueScreen) == 1
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_text(tmp_path: Path, world: World, size: tuple[int, int]) -> None:
    courses = [world.course(name, 1) for name in NAMES]
    for course in courses:
        world.change_lesson(course.lessons[0], name=course.name)
    async with running(tmp_path, size, target=world.target()) as pilot:
        await until(pilot, lambda: world.asked("/v1/courses?") > 0, "the catalog")
        screen = await opened(pilot)
        for course in courses:
            await screen.library.fetch(outline(course.id))
        world.down = True
        await screen.library.mark([course.lessons[0] for course in courses], True)
        await until(pilot, lambda: len(screen.waiting.rows) == len(NAMES), "every mark")
        for number in range(len(NAMES)):
            name = screen.waiting.rows[number].lesson_name
            await shown(pilot, cut(one_line(name), 10).rstrip("…."))
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}, number
            await pilot.press("down")


AT = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)


def test_the_connection_sentence_says_since_when_why_and_when_again() -> None:
    local = AT.astimezone()
    offline = SyncStatus("offline", since=AT, reason="The network is gone.", next_try=AT)
    assert connection_sentence(offline) == (
        f"Offline since {local:%H:%M}: The network is gone. Tried again at {local:%H:%M:%S}."
    )
    assert connection_sentence(SyncStatus("offline")) == "Offline."
    assert (
        connection_sentence(SyncStatus("failing", reason="It failed.")) == "The server answers with errors: It failed."
    )
    assert "sign in" in connection_sentence(SyncStatus("signed_out"))
    assert connection_sentence(SyncStatus("online")) == ""
