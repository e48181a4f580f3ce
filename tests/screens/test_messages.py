"""What was said can be read again, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from screens.messages import MessagesScreen
from tests.screens.hostile import NAMES
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from tui.app import SyllabusApp
from widgets.text import cut, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

LONG = "The server did not take it. " * 20 + "The last word is here."


def app_of(pilot: Pilot[int]) -> SyllabusApp:
    assert isinstance(pilot.app, SyllabusApp)
    return pilot.app


async def opened(pilot: Pilot[int]) -> MessagesScreen:
    await pilot.press("exclamation_mark")
    await until(pilot, lambda: isinstance(pilot.app.screen, MessagesScreen), "the messages")
    screen = pilot.app.screen
    assert isinstance(screen, MessagesScreen)
    return screen


async def test_nothing_was_said_yet(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await opened(pilot)
        await shown(pilot, "Nothing was said yet")
        assert "Copy" not in screen_text(pilot).splitlines()[-1]


async def test_newest_first_whole_text_and_copy(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        app = app_of(pilot)
        app.tell("The first.")
        app.tell(LONG, severity="error")
        screen = await opened(pilot)
        assert [row.text for row in screen.messages.rows] == [LONG, "The first."]
        await shown(pilot, "last word is here.")
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == LONG, "the clipboard")
        await until(pilot, lambda: len(screen.messages.rows) == 3, "what was just said")
        assert screen.messages.selected_id == "2"


async def test_below_100_columns_the_text_stands_below_and_i_gives_it_the_screen(tmp_path: Path) -> None:
    async with running(tmp_path, (80, 24)) as pilot:
        app_of(pilot).tell(LONG, severity="error")
        screen = await opened(pilot)
        await shown(pilot, "Error")
        assert screen.messages.region.bottom <= screen.pane.region.y
        await pilot.press("i")
        await shown(pilot, "last word is here.")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_is_text_in_toasts_and_messages(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, size) as pilot:
        await opened(pilot)
        for number, name in enumerate(NAMES):
            app_of(pilot).tell(name, key="u undo")
            await shown(pilot, cut(one_line(name), 10).rstrip("…."))
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}, number


async def test_three_toasts_at_most_the_newest_ones(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        for number in range(6):
            app_of(pilot).tell(f"Said {number}.")
        await shown(pilot, "Said 5.")
        await until(pilot, lambda: "Said 2." not in screen_text(pilot), "only three toasts")
        assert all(f"Said {number}." in screen_text(pilot) for number in (3, 4, 5))
