"""The admin's dashboard: numbers in words, a chart of 90 days, and the days themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from screens.admin.dashboard import DashboardScreen
from tests.screens.admin.rooms import embedded_database, go_to
from tests.screens.admin.selling import Sold, sell
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown
from widgets.admin.sales_chart import column_height, column_sums

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", SIZES)
async def test_the_numbers_are_said_in_words_in_every_width(tmp_path: Path, size: tuple[int, int]) -> None:
    with embedded_database(tmp_path) as connection:
        sell(connection, [Sold("Ana", "Bundle", 4900), Sold("Bo", "Bundle", 1000, refunded=True), Sold("Bo", "Other")])
    async with running(tmp_path, size) as pilot:
        place = await go_to(pilot, "Dashboard")
        await shown(pilot, "$98.00 net   3 sales · 2 customers")
        await shown(pilot, "$108.00 in 90 days")
        assert isinstance(place, DashboardScreen)
        assert len(place.rows.rows) == 90
        assert all(cell_len(line) == size[0] for line in screen_lines(pilot))
        await pilot.press("down")
        assert place.chart.selected == 88
        if size[0] < 120:
            await pilot.press("i")
        await shown(pilot, "Purchases of a customer")
        assert "1.0" in screen_text(pilot)


async def test_a_business_that_sold_nothing_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await go_to(pilot, "Dashboard")
        await shown(pilot, "Nothing was paid in 90 days.")


def test_columns_keep_every_day_and_show_what_is_not_nothing() -> None:
    assert column_sums([1, 2, 3, 4, 5], 2) == [3, 7, 5]
    assert [column_height(amount, 1000, 48) for amount in (0, 1, 500, 1000)] == [0, 1, 24, 48]
    assert column_height(0, 0, 48) == 0
