"""The store, product pages, the checkout card and purchases, over the embedded backend, which takes no payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screens.checkout import CheckoutScreen
from screens.product import ProductScreen
from screens.purchases import PurchasesScreen
from screens.store import StoreScreen
from tests.screens.places import HOSTILE_NAMES, change, open_course
from tests.screens.running import SIZES, running, screen_lines, screen_text, shown, until
from widgets.product_outline import Offered

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def in_store(pilot: Pilot[int]) -> StoreScreen:
    """The store with its products."""
    await until(pilot, lambda: pilot.app.screen.is_mounted, "the first page")
    await pilot.press("2")
    await until(pilot, lambda: isinstance(pilot.app.screen, StoreScreen) and pilot.app.screen.is_mounted, "the store")
    screen = pilot.app.screen
    assert isinstance(screen, StoreScreen)
    await until(pilot, lambda: bool(screen.products.rows), "products")
    return screen


async def card(pilot: Pilot[int]) -> CheckoutScreen:
    """The checkout card."""
    await until(pilot, lambda: isinstance(pilot.app.screen, CheckoutScreen), "the card")
    screen = pilot.app.screen
    assert isinstance(screen, CheckoutScreen)
    return screen


async def test_what_is_free_is_bought_with_a_key_and_shows_everywhere(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        store = await in_store(pilot)
        await pilot.press("end")
        await shown(pilot, "Tools bundle")
        await pilot.press("b")
        await shown(pilot, "It is yours. What was locked is open now.")
        await pilot.press("escape")
        await until(pilot, lambda: store.products.rows[-1].bought, "owned in the list")
        assert not store.check_action("buy", ())
        await pilot.press("4")
        await shown(pilot, "Tools bundle")
        assert isinstance(pilot.app.screen, PurchasesScreen)
        await shown(pilot, "paid")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProductScreen), "its page")
        await shown(pilot, "owned")


async def test_where_nothing_can_be_paid_the_card_says_so_and_the_connection_is_fine(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await in_store(pilot)
        await pilot.press("b")
        screen = await card(pilot)
        await until(pilot, lambda: screen.state is not None and screen.state.step == "not_opened", "the refusal")
        await shown(pilot, "takes no payments")
        assert screen.app.library.status.connection == "online"  # pyright: ignore[reportAttributeAccessIssue]
        await pilot.press("escape")
        await pilot.press("4")
        await shown(pilot, "Nothing was bought yet")


async def test_the_overlap_with_what_one_has_is_told_before_one_buys(tmp_path: Path) -> None:
    async with running(tmp_path, (90, 30)) as pilot:
        await in_store(pilot)
        await pilot.press("down")
        await shown(pilot, "You own 6 of 7 courses; 9 of 64 lessons are new.")
        await pilot.press("b")
        await shown(pilot, "7 courses · 64 lessons, 9 of them new to you")


async def test_a_products_lessons_are_listed_and_a_preview_opens_from_there(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await in_store(pilot)
        await pilot.press("enter")
        await shown(pilot, "Snell's law proof using springs")
        await pilot.press("down")
        await shown(pilot, "Locked: in Light and chance, $29")
        await pilot.press("=")
        await shown(pilot, "preview")
        screen = pilot.app.screen
        assert isinstance(screen, ProductScreen)
        offered = [row for row in screen.outline.rows if isinstance(row, Offered)]
        preview = next(row for row in offered if not row.lesson.locked)
        screen.outline.select_id(screen.outline.row_id(preview))
        await pilot.press("enter")
        await shown(pilot, "youtube.com/watch")


async def test_a_locked_lesson_names_the_key_that_buys_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_course(pilot, "Physics")
        await pilot.press("down")
        await shown(pilot, "Locked: in Light and chance, $29   b buy")
        await pilot.press("b")
        await card(pilot)
        await shown(pilot, "2 courses · 22 lessons")


async def test_the_filter_finds_products_and_says_where_none_is(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        store = await in_store(pilot)
        await pilot.press("slash", *"machines")
        await until(pilot, lambda: [row.name for row in store.products.rows] == ["Thinking machines"], "the match")
        await pilot.press(*"xyz")
        await shown(pilot, "No product has “machinesxyz”")
        await pilot.press("escape")
        await until(pilot, lambda: len(store.products.rows) == 4, "all again")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_hostile_names_are_text_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    names = [name for name in HOSTILE_NAMES if len(name) < 100]
    statements: list[tuple[str, tuple[object, ...]]] = [
        (
            "UPDATE products SET name = ?, description = ? WHERE id = (SELECT id FROM products LIMIT 1 OFFSET ?)",
            (name, name, number % 4),
        )
        for number, name in enumerate(names[-4:])
    ]
    change(tmp_path, *statements)
    async with running(tmp_path, size) as pilot:
        store = await in_store(pilot)
        for _ in store.products.rows:
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, ProductScreen), "a product")
            await until(pilot, lambda: "lesson" in screen_text(pilot) or size[1] < 16, "its courses")
            await pilot.press("escape", "b")
            await card(pilot)
            await pilot.press("escape", "down")
        assert all(character.isprintable() for line in screen_lines(pilot) for character in line.rstrip())
