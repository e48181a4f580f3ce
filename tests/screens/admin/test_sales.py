"""The admin's sales: filters with their sums, pages, refunds, and the table in a file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from screens.admin.sales import AdminSalesScreen
from screens.typed_confirmation import TypedConfirmation
from tests.screens.admin.rooms import embedded_database, go_to
from tests.screens.admin.selling import Sold, sell
from tests.screens.places import HOSTILE_NAMES
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

SALES = (
    Sold("Ana", "Bundle"),
    Sold("Ana", "Gift", 0),
    Sold("Bo", "Bundle", refunded=True),
    Sold("Ana", "Bundle"),
)


async def sales_place(pilot: Pilot[int]) -> AdminSalesScreen:
    screen = await go_to(pilot, "Sales")
    assert isinstance(screen, AdminSalesScreen)
    await until(pilot, lambda: bool(screen.rows.rows), "the sales")
    return screen


def the_file(folder: Path) -> tuple[Path, bytes]:
    (path,) = folder.glob("sales-*.csv")
    return path, path.read_bytes()


async def test_the_filters_have_sums_of_their_own_and_come_in_pages(tmp_path: Path) -> None:
    with embedded_database(tmp_path) as connection:
        ids = sell(connection, [*SALES, *(Sold(f"User {number}", "Bundle", 100) for number in range(80))])
    async with running(tmp_path) as pilot:
        place = await sales_place(pilot)
        await shown(pilot, "Sales 84")
        await shown(pilot, "$178.00 net · 84 sales · 81 customers · $49.00 refunded")
        assert len(place.rows.rows) == 50
        await pilot.press("G")
        await until(pilot, lambda: [row.id for row in place.rows.rows] == ids, "every sale")
        await pilot.press("f", "f")
        await shown(pilot, "$0.00 net · 1 sale · 0 customers · $49.00 refunded")
        assert [row.id for row in place.rows.rows] == [ids[2]]
        await pilot.press("f")
        await shown(pilot, "Paid twice   $49.00 net · 1 sale")
        assert [row.id for row in place.rows.rows] == [ids[0]]


async def test_words_are_found_by_the_server_in_what_the_view_lets_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with embedded_database(tmp_path) as connection:
        ids = sell(connection, [*SALES, *(Sold(f"User {number}", "Bundle", 100) for number in range(80))])
    async with running(tmp_path) as pilot:
        place = await sales_place(pilot)
        await pilot.press("slash", *"user 7 bun")
        await until(pilot, lambda: len(place.rows.rows) == 26, "buyers with a 7 in name or address")
        await shown(pilot, "26 of 26")
        await pilot.press("escape", "slash", *"ana", "enter")
        await shown(pilot, "$98.00 net · 3 sales · 1 customer")
        assert [row.id for row in place.rows.rows] == [ids[0], ids[1], ids[3]]
        await pilot.press("f", "f")
        await shown(pilot, "No sales have “ana”")
        await pilot.press("f")
        await until(pilot, lambda: [row.id for row in place.rows.rows] == [ids[0]], "what Ana paid twice")
        await pilot.press("E")
        await shown(pilot, "1 sale written to")
        await pilot.press("f", "escape")
        await shown(pilot, "Sales 84")


async def test_a_refund_says_what_goes_and_wants_a_word(tmp_path: Path) -> None:
    with embedded_database(tmp_path) as connection:
        ids = sell(connection, [Sold("Bo", "Gift", 0), Sold("Bo", "Bundle", 4900)])
    async with running(tmp_path) as pilot:
        place = await sales_place(pilot)
        await shown(pilot, "They keep, for it comes also from")
        await pilot.press("F")
        await shown(pilot, "Refund Gift of Bo?")
        await shown(pilot, "They keep “Puzzles”, which they bought in “Bundle” on")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, TypedConfirmation)
        await pilot.press(*"refund", "enter")
        await until(pilot, lambda: place.rows.rows[0].state == "refunded", "the refund")
        await pilot.press("F")
        await shown(pilot, "is refunded already")
        await pilot.press("down", "F")
        await shown(pilot, "They lose “Puzzles”.")
        await pilot.press(*"refund", "enter")
        await shown(pilot, "Not refunded")
        assert [(row.id, row.state) for row in place.rows.rows] == list(zip(ids, ("refunded", "paid"), strict=True))


async def test_the_table_is_written_to_a_new_file_and_is_without_formulas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = ("=1", "+1", "-1", "@x", "\tx", "\rx", "x=1", 'a,"b"')
    with embedded_database(tmp_path) as connection:
        sell(connection, [Sold(text, "Bundle", 4900) for text in texts])
    async with running(tmp_path) as pilot:
        await sales_place(pilot)
        await pilot.press("E")
        await until(pilot, lambda: len(list(tmp_path.glob("sales-*.csv"))) == 1, "a file")
        await shown(pilot, "8 sales written to")
        first, before = the_file(tmp_path)
        await pilot.press("E")
        await until(pilot, lambda: len(list(tmp_path.glob("sales-*-2.csv"))) == 1, "another file")
    assert first.read_bytes() == before
    rows = list(csv.DictReader(before.decode("utf-8-sig").splitlines()))
    assert [row["userName"] for row in rows] == ["'=1", "'+1", "'-1", "'@x", "'\tx", "'\\rx", "x=1", 'a,"b"']
    assert {row["pricePaidInCents"] for row in rows} == {"4900"}


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_harmless_in_every_width(tmp_path: Path, size: tuple[int, int]) -> None:
    with embedded_database(tmp_path) as connection:
        sell(connection, [Sold(name, name) for name in HOSTILE_NAMES])
    async with running(tmp_path, size) as pilot:
        place = await sales_place(pilot)
        for _ in place.rows.rows:
            await pilot.press("down")
            await pilot.pause()
            lines = screen_lines(pilot)
            assert all(cell_len(line) == size[0] for line in lines)
            assert not any(character in "".join(lines) for character in "\x1b\x07\u202e")


async def test_without_sales_it_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await go_to(pilot, "Sales")
        await shown(pilot, "No sales yet")
        await pilot.press("f", "f", "f")
        await shown(pilot, "Nobody paid twice")
        assert "F Refund" not in screen_text(pilot)
