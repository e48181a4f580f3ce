"""The progress on the real backend: figures, heat map, lists, and what is said while there is nothing to show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from api_client.target import Target
from screens.lesson import LessonScreen
from screens.outline import OutlineScreen
from screens.progress import ProgressScreen
from tests.api_client.world import World
from tests.screens.hostile import NAMES
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from tui.settings import Settings
from widgets.marks import ASCII, UNICODE, use_marks
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
UTC_DAYS = Settings(time_zone="UTC")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World.make(tmp_path)


@pytest.fixture(autouse=True)
def _unicode() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  # autouse
    yield
    use_marks(UNICODE)


def learned(world: World) -> list[str]:
    """One course done over three days that end yesterday, one begun; the names of what was done, newest last."""
    done, begun = world.course("Algebra", 3), world.course("Logic", 4)
    for lesson, days in zip(done.lessons, (3, 2, 1), strict=True):
        world.complete(lesson, NOON - timedelta(days=days))
    world.complete(begun.lessons[0], NOON - timedelta(days=1, hours=-1))
    return ["Algebra 1", "Algebra 2", "Algebra 3", "Logic 1"]


async def opened(pilot: Pilot[int], text: str) -> ProgressScreen:
    await pilot.press("3")
    await shown(pilot, text)
    screen = pilot.app.screen
    assert isinstance(screen, ProgressScreen)
    return screen


async def test_figures_map_and_lists_say_what_was_done(tmp_path: Path, world: World) -> None:
    names = learned(world)
    async with running(tmp_path, settings=UTC_DAYS, target=world.target()) as pilot:
        screen = await opened(pilot, "4 of 7 lessons")
        text = screen_text(pilot)
        assert "57 % of what is yours" in text
        assert "3 days in a row" in text
        assert "the longest so far" in text
        assert "1 a week" in text
        assert "everything done at this pace" in text
        assert "4 lessons on 3 days" in text
        assert [row.lesson_name for row in screen.recent.rows] == list(reversed(names))
        assert [row.name for row in screen.courses.rows] == ["Logic", "Algebra"]


async def test_a_mark_shows_at_once_even_while_the_server_is_gone(tmp_path: Path, world: World) -> None:
    learned(world)
    async with running(tmp_path, settings=UTC_DAYS, target=world.target()) as pilot:
        screen = await opened(pilot, "4 of 7 lessons")
        world.down = True
        lesson = next(row for row in screen.courses.rows if row.name == "Logic").next_id
        assert lesson
        await screen.library.mark([lesson], True)
        await shown(pilot, "5 of 7 lessons")
        await shown(pilot, "4 days in a row")


async def test_tab_goes_to_the_other_list_and_enter_opens_from_both(tmp_path: Path, world: World) -> None:
    learned(world)
    async with running(tmp_path, settings=UTC_DAYS, target=world.target()) as pilot:
        screen = await opened(pilot, "Logic 1")
        assert screen.focused is screen.courses
        assert "i" not in screen.active_bindings, "there is no pane to show"
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "the progress again")
        assert screen.focused is screen.recent
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutlineScreen), "the outline")


async def test_below_100_columns_tab_brings_the_other_list_and_the_footer_names_it(
    tmp_path: Path, world: World
) -> None:
    learned(world)
    async with running(tmp_path, (80, 24), UTC_DAYS, world.target()) as pilot:
        screen = await opened(pilot, "tab Lately")
        assert screen.courses.display
        assert "Algebra 3" not in screen_text(pilot)
        await pilot.press("tab")
        await shown(pilot, "tab Courses")
        assert "Algebra 3" in screen_text(pilot)
        assert "3/3" not in screen_text(pilot)


async def test_a_click_goes_to_the_lesson(tmp_path: Path, world: World) -> None:
    learned(world)
    async with running(tmp_path, settings=UTC_DAYS, target=world.target()) as pilot:
        screen = await opened(pilot, "Logic 1")
        await pilot.click(screen.recent, offset=(12, 1))
        await until(pilot, lambda: screen.focused is screen.recent, "the focus on the list")
        await pilot.click(screen.recent, offset=(12, 1))
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")


async def test_the_time_zone_decides_which_day_it_was(tmp_path: Path, world: World) -> None:
    course = world.course("Night", 2)
    world.complete(course.lessons[0], NOON.replace(hour=11, minute=30) - timedelta(days=3))
    world.complete(course.lessons[1], NOON.replace(hour=10, minute=30) - timedelta(days=2))
    # At UTC+12 the first is 23:30 of one day and the second 22:30 of the next; in UTC+14 both are after midnight.
    async with running(tmp_path, settings=Settings(time_zone="Etc/GMT-12"), target=world.target()) as pilot:
        screen = await opened(pilot, "2 of 2 lessons")
        assert [row.time for row in screen.recent.rows] == ["22:30", "23:30"]


async def test_nothing_completed_says_what_helps_and_c_goes_there(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await opened(pilot, "Nothing completed yet")
        assert "tab" not in screen_text(pilot).splitlines()[-1]
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the next lesson")


async def test_without_a_server_and_without_a_cache_it_says_why_and_recovers(tmp_path: Path, world: World) -> None:
    learned(world)
    world.down = True
    async with running(tmp_path, settings=UTC_DAYS, target=world.target()) as pilot:
        await opened(pilot, "Your progress could not be loaded")
        world.down = False
        await pilot.press("r")
        await shown(pilot, "4 of 7 lessons")


async def test_without_a_server_what_is_cached_stays_readable(tmp_path: Path, world: World) -> None:
    learned(world)
    async with running(tmp_path, settings=UTC_DAYS, target=world.target()) as pilot:
        await opened(pilot, "4 of 7 lessons")
    world.down = True
    async with running(tmp_path, settings=UTC_DAYS, target=world.target()) as pilot:
        await opened(pilot, "4 of 7 lessons")
        await shown(pilot, "server error")
        assert "Algebra 3" in screen_text(pilot)


async def test_signed_out_says_that_progress_needs_an_account(tmp_path: Path, world: World) -> None:
    learned(world)
    world.viewer = None
    async with running(tmp_path, settings=UTC_DAYS, target=world.target("anonymous")) as pilot:
        await opened(pilot, "Progress needs an account")


async def test_a_server_that_is_not_there_is_no_end(tmp_path: Path) -> None:
    async with running(tmp_path, target=Target("http://127.0.0.1:9", "127.0.0.1:9", "ana")) as pilot:
        await opened(pilot, "Your progress could not be loaded")


@pytest.mark.parametrize("size", [*SIZES, (200, 60), (100, 30), (60, 16)])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_every_line_is_as_wide_as_the_screen_and_rows_stay_in_sight(
    tmp_path: Path, world: World, size: tuple[int, int], ascii_only: bool
) -> None:
    learned(world)
    settings = Settings(time_zone="UTC", ascii="on" if ascii_only else "off")
    async with running(tmp_path, size, settings, world.target()) as pilot:
        screen = await opened(pilot, "4 of 7 lessons")
        await shown(pilot, "Algebra")
        assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
        assert screen.courses.size.height >= 2
        assert "this month" in screen_text(pilot)
        if ascii_only:
            assert screen_text(pilot).isascii(), [c for c in screen_text(pilot) if not c.isascii()]
    assert ASCII.done == "[x]"


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_text(tmp_path: Path, world: World, size: tuple[int, int]) -> None:
    for age, name in enumerate(NAMES, 1):
        course = world.course(name, 1)
        world.change_lesson(course.lessons[0], name=name)
        world.complete(course.lessons[0], NOON - timedelta(days=age))
    async with running(tmp_path, size, UTC_DAYS, world.target()) as pilot:
        screen = await opened(pilot, f"{len(NAMES)} of {len(NAMES)} lessons")
        await until(pilot, lambda: len(screen.recent.rows) == len(NAMES), "every completion")
        for listed in (screen.courses, screen.recent):
            await until(pilot, lambda listed=listed: screen.focused is listed, "the list")
            for number, name in enumerate(NAMES):
                await shown(pilot, cut(one_line(name), 12).rstrip("…."))
                assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}, number
                await pilot.press("down")
            await pilot.press("tab")
