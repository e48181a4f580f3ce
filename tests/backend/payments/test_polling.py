"""A pending checkout is looked at again and again, by programs that wait: Stripe is asked now and then."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from backend.own_tables import payments
from tests.backend.payments.shop import Shop
from tests.backend.rows import catalog
from tests.clerk.faults import RESET
from tests.stripe.fake import SESSION, refusal

if TYPE_CHECKING:
    from uuid import UUID

    from backend.database import Database


@pytest.fixture
def sold(database: Database) -> tuple[UUID, UUID]:
    """A user, and a product with a course."""
    with catalog(database) as rows:
        return rows.user(), rows.product(rows.course())


def until_asked_again(database: Database) -> timedelta:
    """How long nobody asks about the only session."""
    table = payments(database.dialect)
    with database.read() as connection:
        return connection.execute(select(table.c.askAgainAt)).scalar_one() - datetime.now(UTC)


async def test_stripe_is_asked_by_one_of_many_looks(shop: Shop, sold: tuple[UUID, UUID], database: Database) -> None:
    user, product = sold
    checkout = await shop.checkout(user, product)
    path = f"/v1/checkouts/{checkout['id']}"
    another_process = Shop(database, shop.stripe)

    async with another_process.client:
        looks = [where.json(path, user) for where in (shop, another_process) for _ in range(6)]
        assert {seen["status"] for seen in await asyncio.gather(*looks)} == {"open"}
        shop.stripe.account.pay(shop.session_of(checkout))
        assert (await shop.json(path, user))["status"] == "open"
        assert shop.stripe.faults.hits[SESSION] == 1
        assert timedelta() < until_asked_again(database) < timedelta(seconds=3)

        table = payments(database.dialect)
        with database.write() as connection:
            connection.execute(update(table).values(askAgainAt=datetime.now(UTC) - timedelta(microseconds=1)))
        assert (await another_process.json(path, user))["status"] == "complete"
    assert shop.stripe.faults.hits[SESSION] == 2


async def test_who_was_asked_too_often_is_left_alone_as_long_as_it_says(
    shop: Shop, sold: tuple[UUID, UUID], database: Database
) -> None:
    user, product = sold
    checkout = await shop.checkout(user, product)
    shop.stripe.account.pay(shop.session_of(checkout))
    path = f"/v1/checkouts/{checkout['id']}"
    for fault, seconds in ((refusal(429, "rate_limit_error", **{"retry-after": "40"}), 40), (RESET, 5)):
        shop.stripe.faults.keep(SESSION, fault)
        shop.later()
        assert [(await shop.json(path, user))["status"] for _ in range(2)] == ["open", "open"]
        assert timedelta(seconds=seconds / 2) < until_asked_again(database) < timedelta(seconds=seconds)

    shop.stripe.faults.clear()
    shop.later()
    assert (await shop.json(path, user))["status"] == "complete"


async def test_a_receipt_may_be_asked_for_as_soon_as_it_is_paid(shop: Shop, sold: tuple[UUID, UUID]) -> None:
    user, product = sold
    checkout = await shop.checkout(user, product)
    await shop.json(f"/v1/checkouts/{checkout['id']}", user)
    shop.stripe.account.pay(shop.session_of(checkout))
    await shop.deliver(shop.stripe.events[-1])

    [purchase] = await shop.items("/v1/purchases", user)

    assert (await shop.json(f"/v1/purchases/{purchase['id']}", user))["receiptUrl"]
