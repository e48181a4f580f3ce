"""The palette finds every course, lesson, action and theme, and shows names as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.command import CommandList

from screens.lesson import LessonScreen
from screens.outline import OutlineScreen
from screens.page import Page
from screens.palette import Palette
from screens.queue import QueueScreen
from tests.api_client.world import World
from tests.screens.hostile import NAMES
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def opened(pilot: Pilot[int], key: str = "ctrl+p") -> Palette:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, Palette), "the palette")
    screen = pilot.app.screen
    assert isinstance(screen, Palette)
    await until(pilot, lambda: screen.query_one(CommandList).option_count > 0, "what can be done")
    return screen


def found(palette: Palette) -> list[str]:
    commands = palette.query_one(CommandList)
    return [str(commands.get_option_at_index(index).prompt) for index in range(commands.option_count)]


async def choose(pilot: Pilot[int], palette: Palette, words: str, first: str) -> None:
    await pilot.press(*[{" ": "space", ":": "colon"}.get(letter, letter) for letter in words])
    await until(pilot, lambda: (found(palette) or [""])[0].startswith(first), f"{first!r} at the top")
    await pilot.press("enter")


async def test_before_one_types_it_names_what_can_be_done_here_and_the_courses(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        names = [name.split("   ")[0] for name in found(await opened(pilot, "colon"))]
        assert names[:2] == ["List: Open", "Catalog: Continue"]
        assert "Syllabus: Queue" in names
        assert "Linear Algebra" in names
        assert "List: Up" not in names


async def test_a_course_opens_its_outline(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        await choose(pilot, await opened(pilot), "linear", "Linear Algebra")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutlineScreen), "the outline")


async def test_a_lesson_that_was_never_seen_is_found_with_its_course(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        palette = await opened(pilot)
        await choose(pilot, palette, "eigenvectors", "Eigenvectors and eigenvalues")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")


async def test_without_the_server_cached_lessons_are_found(tmp_path: Path) -> None:
    world = World.make(tmp_path)
    world.course("Logic", 3)
    async with running(tmp_path, target=world.target()) as pilot:
        await shown(pilot, "Logic")
        await until(pilot, lambda: world.asked("/lessons") > 0, "the lessons read ahead")
        await shown(pilot, "synced")
        world.down = True
        palette = await opened(pilot)
        await choose(pilot, palette, "logic 2", "Logic 2")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen), "the lesson")


async def test_an_action_is_run_on_the_screen_below(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        await choose(pilot, await opened(pilot), "syllabus: queue", "Syllabus: Queue")
        await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen), "the queue")


async def test_every_theme_can_be_chosen(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        await choose(pilot, await opened(pilot), "theme: nord", "Theme: nord")
        await until(pilot, lambda: pilot.app.theme == "nord", "the theme")
        palette = await opened(pilot)
        await pilot.press(*"theme")
        names = [f"Theme: {name}" for name in pilot.app.available_themes]
        await until(
            pilot, lambda: all(any(line.startswith(name) for line in found(palette)) for name in names), "all themes"
        )


async def test_esc_closes_it_and_nothing_was_done(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "Linear Algebra")
        await opened(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Page), "the catalog")
        assert pilot.app.screen.is_current


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_text(tmp_path: Path, size: tuple[int, int]) -> None:
    world = World.make(tmp_path)
    for name in NAMES:
        course = world.course(name, 1)
        world.change_lesson(course.lessons[0], name=name)
    async with running(tmp_path, size, target=world.target()) as pilot:
        await until(pilot, lambda: world.asked("/lessons") > 0, "the lessons read ahead")
        palette = await opened(pilot)
        for name in NAMES:
            begin = cut(one_line(name), 8).rstrip("….")
            assert any(line.startswith(begin) for line in found(palette)), name
        commands = palette.query_one(CommandList)
        for _ in range(commands.option_count):
            await pilot.press("down")
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
        await pilot.press(*"[/]")
        await until(pilot, lambda: found(palette)[:1] != [] and found(palette)[0].startswith("[/]"), "the odd course")
        assert "[/]" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OutlineScreen | LessonScreen), "what was chosen")
