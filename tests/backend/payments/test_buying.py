"""Buying: one checkout a product, paid at Stripe, and access when the money is there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.backend.rows import catalog
from tests.stripe.fake import CREATE, refusal

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from backend.database import Database
    from tests.backend.api import Api
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


async def test_a_product_that_somebody_may_be_paying_for_stays(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, product, admin = rows.user(), rows.product(rows.course()), rows.user(role="admin")
    path = f"/v1/admin/products/{product}"
    shop.stripe.faults.add(CREATE, refusal(500))
    assert (await shop.start(user, product)).status_code == 503
    checkout = await shop.checkout(user, product)

    refused = await shop.request("DELETE", path, admin)
    assert (refused.status_code, refused.json()["code"]) == (409, "product_in_checkout")
    await shop.request("DELETE", f"/v1/checkouts/{checkout['id']}", user)

    assert (await shop.request("DELETE", path, admin)).status_code == 204
    assert (await shop.json(f"/v1/checkouts/{checkout['id']}", user))["productId"] == str(product)
    assert (await shop.start(user, product)).status_code == 404


async def test_what_cannot_be_bought(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        owned, empty, private = rows.product(course), rows.product(), rows.product(course, status="private")
        dear, absurd = rows.product(course, priceInDollars=2**31 - 1), rows.product(course, priceInDollars=-1)
        rows.purchase(user, owned)

    async def code(product: object, viewer: UUID | None = user) -> str:
        answer = await shop.request("POST", "/v1/checkouts", viewer, json={"productId": str(product)})
        return answer.json()["code"]

    assert [await code(each) for each in (owned, empty, private)] == ["already_owned", "empty_product", "not_found"]
    assert [await code(each) for each in (dear, absurd)] == ["not_sellable", "not_sellable"]
    assert [await code(owned, None), await code("no-id")] == ["unauthenticated", "invalid"]
    assert not shop.stripe.account.checkouts


async def test_without_a_key_only_what_is_free_can_be_had(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        free, paid = rows.product(course, priceInDollars=0), rows.product(course)

    async def buy(product: UUID) -> httpx.Response:
        return await api.request("POST", "/v1/checkouts", user, json={"productId": str(product)})

    assert (await api.json("/v1/server"))["payments"] == "none"
    assert (await buy(paid)).json()["code"] == "payments_unavailable"
    assert [(await buy(free)).status_code, (await buy(free)).status_code] == [201, 409]
    [purchase] = await api.items("/v1/purchases", user)
    assert (await api.json(f"/v1/purchases/{purchase['id']}", user))["receiptUrl"] is None
    assert (await api.json(f"/v1/courses/{course}", user))["access"] == "owned"
    assert (await api.client.get("/c/AAAAAAAAAAAAAAAA")).status_code == 404
    assert (await api.client.post("/webhooks/stripe", content=b"{}")).status_code == 404
