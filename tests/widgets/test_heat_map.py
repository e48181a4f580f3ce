"""How the heat map is drawn: two cells a day, half blocks, ASCII, without colour."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.widgets.themed import ThemedApp
from widgets.heat_map import HeatMap, half_block
from widgets.heat_year import HeatYear
from widgets.marks import ASCII, UNICODE, use_marks
from widgets.paint import Piece

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from textual.app import ComposeResult

TODAY = date(2026, 11, 25)
YEAR = HeatYear(TODAY, {TODAY - timedelta(days=day): day % 6 for day in range(371)})


class MapApp(ThemedApp):
    def compose(self) -> ComposeResult:
        yield HeatMap()

    def on_mount(self) -> None:
        self.query_one(HeatMap).year = YEAR


@pytest.fixture(autouse=True)
def _unicode() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  # autouse
    yield
    use_marks(UNICODE)


@asynccontextmanager
async def drawn(width: int, height: int) -> AsyncGenerator[list[str]]:
    app = MapApp()
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        shown = app.query_one(HeatMap)
        assert shown.size.height == len(shown.compose_lines(width, height))
        yield [shown.render_line(y).text for y in range(shown.size.height)]


async def test_a_wide_terminal_has_two_cells_a_day_with_weekdays_months_and_legend() -> None:
    async with drawn(120, 40) as lines:
        assert len(lines) == 12
        assert lines[0].strip().startswith("The year   ")
        assert lines[2].split() == [f"{date(2026, month, 1):%b}" for month in (12, *range(1, 12))]
        assert [line[2:5] for line in lines[3:10]] == ["Mon", "   ", "Wed", "   ", "Fri", "   ", "Sun"]
        assert lines[5][7 + 52 * 2] == "·"
        assert lines[4][7 + 52 * 2] == "▪"
        assert lines[3][7 + 52 * 2] == "■"
        assert lines[6][7 + 52 * 2] == " "
        assert lines[11].split() == ["none", "·", "▪", "■", "■", "■", "4", "or", "more", "a", "day"]


async def test_a_low_wide_terminal_leaves_blank_lines_and_legend_out() -> None:
    async with drawn(120, 24) as lines:
        assert len(lines) == 9
        assert all(line.strip() for line in lines)


async def test_a_narrower_terminal_has_half_blocks_and_the_words_beside() -> None:
    async with drawn(80, 24) as lines:
        assert len(lines) == 5
        assert lines[1].endswith("lessons" + " " * (80 - 58 - len("926 lessons")))
        assert "this month" in lines[3]
        assert {line[2 + 53 : 58] for line in lines[1:4]} == {"   "}


async def test_a_narrow_terminal_shows_the_last_weeks_with_the_words_below() -> None:
    async with drawn(40, 30) as lines:
        assert len(lines) == 6
        assert lines[-1].strip().endswith("this month")
        assert max(len(line.rstrip()) for line in lines[1:5]) <= 39


async def test_a_flat_terminal_has_room_for_the_words_alone() -> None:
    async with drawn(40, 12) as lines:
        assert len(lines) == 1
        assert "lessons on" in lines[0]


async def test_ascii_draws_a_row_a_weekday_with_ascii_alone() -> None:
    use_marks(ASCII)
    for size in ((80, 24), (120, 40)):
        async with drawn(*size) as lines:
            assert "".join(lines).isascii()
            assert {".", "+", "#"} <= set("".join(lines))


NEITHER = Piece("▀", "none under-none")


@pytest.mark.parametrize(
    ("upper", "lower", "in_colour", "on_no_ground", "without_colour"),
    [
        (0, 0, NEITHER, Piece(" "), Piece(" ")),
        (1, 0, Piece("▀", "heat-1 under-none"), Piece("▀", "heat-1"), Piece("▀", "heat-1")),
        (0, 9, Piece("▄", "heat-4 under-none"), Piece("▄", "heat-4"), Piece("▄", "heat-4")),
        (2, 2, Piece("█", "heat-2"), Piece("█", "heat-2"), Piece("█", "heat-2")),
        (1, 3, Piece("▀", "heat-1 under-heat-3"), Piece("▀", "heat-1 under-heat-3"), Piece("█", "heat-1")),
        (2, None, Piece("▀", "heat-2"), Piece("▀", "heat-2"), Piece("▀", "heat-2")),
        (0, None, Piece("▀", "none"), Piece(" "), Piece(" ")),
        (None, None, Piece(" "), Piece(" "), Piece(" ")),
    ],
)
def test_half_blocks(
    upper: int | None, lower: int | None, in_colour: Piece, on_no_ground: Piece, without_colour: Piece
) -> None:
    assert half_block(upper, lower, colors=True, ground=True) == in_colour
    assert half_block(upper, lower, colors=True, ground=False) == on_no_ground
    assert half_block(upper, lower, colors=False, ground=False) == without_colour
