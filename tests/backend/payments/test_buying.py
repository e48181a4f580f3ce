"""Buying: one checkout a product, paid at Stripe, and access when the money is there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.payments.shop import Shop


async def test_what_is_paid_is_owned(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, algebra, calculus = rows.user(), rows.course(), rows.course()
        product = rows.product(algebra, calculus, name="Both", description="Two", imageUrl="/both.png")

    begun = await shop.start(user, product)
    checkout = begun.json()
    assert (begun.status_code, checkout["status"], checkout["amountInCents"]) == (201, "open", 2900)
    assert await shop.access(user, algebra) == "locked"

    shop.stripe.account.pay(shop.session_of(checkout))
    await shop.deliver(shop.stripe.events[-1])

    paid = await shop.json(f"/v1/checkouts/{checkout['id']}", user)
    [purchase] = await shop.items("/v1/purchases", user)
    assert (paid["status"], paid["url"], paid["purchaseId"]) == ("complete", None, purchase["id"])
    assert [await shop.access(user, each) for each in (algebra, calculus)] == ["owned", "owned"]
    assert (purchase["productName"], purchase["description"], purchase["imageUrl"]) == ("Both", "Two", "/both.png")
    assert (purchase["pricePaidInCents"], purchase["refundedInCents"], purchase["double"]) == (2900, 0, False)


async def test_two_devices_get_the_same_session(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, product = rows.user(), rows.product(rows.course())

    answers = await asyncio.gather(*(shop.start(user, product) for _ in range(4)))

    assert {answer.json()["url"] for answer in answers} == {answers[0].json()["url"]}
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len(shop.stripe.account.checkouts) == 1
