"""The admin's products: made with courses, changed, and deleted only while nobody bought them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import insert, select, update

from backend.tables import course_products, products, purchases, users
from screens.admin.form import FormScreen
from screens.admin.products import AdminProductsScreen
from tests.screens.admin.rooms import embedded_database, go_to
from tests.screens.places import app_of
from tests.screens.running import running, screen_text, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def products_of(pilot: Pilot[int]) -> AdminProductsScreen:
    """The place, with its rows."""
    place = await go_to(pilot, "Products")
    assert isinstance(place, AdminProductsScreen)
    await until(pilot, lambda: bool(place.rows.rows), "products")
    return place


async def test_a_product_is_made_with_courses_and_changed(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        place = await products_of(pilot)
        await pilot.press("a")
        await shown(pilot, "New product")
        await pilot.press(*"Zoo", "tab", *"12", "tab", "right", "tab", "f2")
        # Public without a course: the server's word stands under the field.
        await shown(pilot, "public product needs a course")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the form")
        await pilot.press("tab", "shift+tab")
        await pilot.press(*"physics", "tab", "space")
        await shown(pilot, "1 picked")
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen is place and "Zoo" in screen_text(pilot), "the product")
        await pilot.press("e")
        await shown(pilot, "Nobody has bought it yet.")
        await pilot.press("tab", "backspace", "backspace", *"0", "f2")
        await until(pilot, lambda: place.selected is not None and place.selected.price_in_dollars == 0, "the price")
    with embedded_database(tmp_path) as connection:
        row = connection.execute(select(products).where(products.c.name == "Zoo")).one()
        assert (row.priceInDollars, row.status) == (0, "public")
        links = connection.scalars(select(course_products.c.courseId).where(course_products.c.productId == row.id))
        assert len(links.all()) == 1


async def test_what_was_bought_stays_and_says_what_helps(tmp_path: Path) -> None:
    with embedded_database(tmp_path) as connection:
        product = connection.execute(select(products).order_by(products.c.name)).first()
        assert product is not None
        now = datetime.now(UTC)
        purchase = {
            "id": uuid4(), "userId": connection.scalar(select(users.c.id)), "productId": product.id,
            "pricePaidInCents": 2900, "productDetails": {"name": "x", "description": "", "imageUrl": ""},
            "stripeSessionId": "cs_1", "createdAt": now, "updatedAt": now,
        }  # fmt: skip
        connection.execute(insert(purchases).values(purchase))
    async with running(tmp_path) as pilot:
        place = await products_of(pilot)
        await until(pilot, lambda: place.rows.selected is not None and place.rows.selected.purchase_count == 1, "it")
        await pilot.press("D")
        await until(pilot, lambda: bool(app_of(pilot).message_log.messages), "why it stays")
        assert "has 1 purchase and stays. Make it private instead." in app_of(pilot).message_log.messages[-1].text
        await pilot.press("e")
        await shown(pilot, "1 buyer keeps what they have")


async def test_one_that_nobody_bought_goes_once_its_name_was_typed(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        place = await products_of(pilot)
        count = len(place.rows.rows)
        await pilot.press("D")
        await shown(pilot, "Nobody has bought it")
        await pilot.press(*"light and chance", "enter")
        await until(pilot, lambda: len(place.rows.rows) == count - 1, "one less")


async def test_a_price_of_millions_stands_apart_from_the_buyers(tmp_path: Path) -> None:
    with embedded_database(tmp_path) as connection:
        connection.execute(update(products).values(priceInDollars=1_234_567))
    async with running(tmp_path) as pilot:
        await products_of(pilot)
        prices = [line for line in screen_text(pilot).splitlines() if "buyer" in line and "$" in line]
        assert prices
        assert all(re.search(r"buyers? +\$1,234,567  +(public|private)", line) for line in prices)
