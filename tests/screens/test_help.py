"""The help: made from the keys that are active, filtered by typing, and it runs what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from screens.catalog import CatalogScreen
from screens.help import HelpScreen
from screens.queue import QueueScreen
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from tui.settings import Settings
from widgets.marks import UNICODE, use_marks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture(autouse=True)
def _unicode() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  # autouse
    yield
    use_marks(UNICODE)


async def opened(pilot: Pilot[int], key: str = "question_mark") -> HelpScreen:
    await shown(pilot, "Linear Algebra")
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen) and pilot.app.screen.is_mounted, "the help")
    screen = pilot.app.screen
    assert isinstance(screen, HelpScreen)
    await until(pilot, lambda: screen.rows.selected_id is not None, "its rows")
    return screen


def ids(screen: HelpScreen) -> list[str]:
    return [row.id for row in screen.rows.rows if row.id]


async def test_what_the_screen_can_do_comes_first_then_everything_else_then_the_marks(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await opened(pilot)
        order = ids(screen)
        assert order[0] == "list.open"
        assert order.index("catalog.filter") < order.index("page.back") < order.index("list.up")
        assert order.index("list.up") < order.index("app.catalog") < order.index("app.quit")
        labels = [row.label for row in screen.rows.rows]
        assert labels.index("complete") > labels.index("Quit")
        text = screen_text(pilot)
        assert "catalog.filter" in text
        assert "Show the courses whose text has these words" in text


async def test_several_keys_of_an_action_stand_together(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await opened(pilot, "f1")
        row = next(row for row in screen.rows.rows if row.id == "page.refresh")
        assert row.lead == "r f5"


async def test_typing_filters_and_enter_runs_the_action(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"queue")
        await until(pilot, lambda: ids(screen)[:1] == ["app.queue"], "the queue's row")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen), "the queue")


async def test_an_action_of_the_screen_below_runs_there(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await opened(pilot)
        await pilot.press(*"catalog.sort", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")
        catalog = pilot.app.screen
        assert isinstance(catalog, CatalogScreen)
        await until(pilot, lambda: catalog.sort == "name", "another order")


async def test_arrows_choose_while_one_types_and_a_click_on_the_chosen_row_runs_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await opened(pilot)
        first = screen.rows.selected_id
        await pilot.press("down", "down", "up", "pagedown", "pageup")
        assert screen.focused is not screen.rows
        await pilot.press(*"queue")
        await until(pilot, lambda: ids(screen)[:1] == ["app.queue"] != [first], "the queue's row")
        row = next(index for index, row in enumerate(screen.rows.rows) if row.id == "app.queue")
        await pilot.click(screen.rows, offset=(10, row))
        await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen), "the queue")


async def test_nothing_found_runs_nothing_and_esc_closes(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"zzzz", "enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogScreen), "the catalog")


async def test_the_keys_of_the_page_do_nothing_in_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        screen = await opened(pilot)
        await pilot.press("q", "3", "ctrl+p", "f5", "tab")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert pilot.app.current_mode == "catalog"


async def test_chosen_keys_are_the_ones_that_it_shows(tmp_path: Path) -> None:
    async with running(tmp_path, settings=Settings(keys={"catalog.sort": "comma"})) as pilot:
        screen = await opened(pilot)
        assert next(row.lead for row in screen.rows.rows if row.id == "catalog.sort") == ","


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_it_fits(tmp_path: Path, size: tuple[int, int], ascii_only: bool) -> None:
    settings = Settings(ascii="on" if ascii_only else "off")
    async with running(tmp_path, size, settings) as pilot:
        screen = await opened(pilot)
        assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
        assert screen.rows.size.height >= 6
        assert "Close" in screen_text(pilot)
        if size[0] == 40:
            await shown(pilot, "Open the selected row")
        while screen.rows.cursor < len(screen.rows.rows) - 1:
            before = screen.rows.cursor
            await pilot.press("pagedown")
            assert {cell_len(line) for line in screen_lines(pilot)} == {size[0]}
            if screen.rows.cursor == before:
                break
        if ascii_only:
            assert all(row.lead.isascii() and row.does.isascii() for row in screen.rows.rows)
