"""The side pane where there is no room for it beside the list: it lies over it, and has the keys meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.screens.admin.managing import manage
from tests.screens.running import SIZES, running, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_has_the_keys_again_once_the_pane_is_gone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, size) as pilot:
        screen = await manage(pilot)
        first = screen.rows.selected_id
        for _ in range(2):
            await pilot.press("i")
            await pilot.pause()
        await pilot.press("down")
        await until(pilot, lambda: screen.rows.selected_id != first, "the cursor moved")


async def test_keys_scroll_the_pane_that_lies_over_the_list(tmp_path: Path) -> None:
    async with running(tmp_path, (40, 12)) as pilot:
        await manage(pilot)
        await pilot.press("i")
        await shown(pilot, "Completions")
        assert "what is wrong" not in screen_text(pilot)
        await pilot.press("G")
        await shown(pilot, "what is wrong")
        await pilot.press("g")
        await shown(pilot, "Completions")


async def test_the_keys_follow_what_is_seen_when_the_terminal_changes_its_size(tmp_path: Path) -> None:
    """A pane that lay over the list was hidden by a wider terminal, and no arrow did anything any more."""
    async with running(tmp_path, (80, 24)) as pilot:
        screen = await manage(pilot)
        first = screen.rows.selected_id
        await pilot.press("i")
        await until(pilot, lambda: screen.focused is screen.pane, "the pane has the keys")
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: screen.focused is screen.rows, "the list has them")
        await pilot.press("down")
        await until(pilot, lambda: screen.rows.selected_id != first, "the cursor moved")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: screen.focused is screen.pane, "the pane has them again")
