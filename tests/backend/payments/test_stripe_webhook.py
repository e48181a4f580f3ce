"""Stripe's events as nobody should accept them, and as they come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from backend.dev_payments.signing import SIGNATURE, signed
from tests.backend.rows import catalog
from tests.stripe.fake import OTHER_SECRET, WEBHOOK_SECRET

if TYPE_CHECKING:
    from uuid import UUID

    from backend.database import Database
    from tests.backend.payments.shop import Shop

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def paid(shop: Shop, database: Database) -> tuple[UUID, UUID, dict[str, Any]]:
    """A user, their course, and the event that they have paid for it, which was not delivered yet."""
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    shop.stripe.account.pay(shop.session_of(await shop.checkout(user, product)))
    return user, course, shop.stripe.events[-1]


async def test_what_stripe_did_not_sign_just_now_is_refused(
    shop: Shop, paid: tuple[UUID, UUID, dict[str, Any]]
) -> None:
    user, course, event = paid
    body, good = signed(event, WEBHOOK_SECRET)
    stale, foreign = signed(event, WEBHOOK_SECRET, late_by=301), signed(event, OTHER_SECRET)
    signature = good[SIGNATURE]
    headers = [
        "",
        " ",
        "t=1",
        "t=x,v1=y",
        f"{signature}x",
        signature.replace("v1", "v0"),
        signature.replace("t=", "t=1"),
    ]
    deliveries = [(body, {**good, SIGNATURE: header}) for header in headers]
    deliveries += [stale, foreign, (body, {}), (body + b" ", good), (b"", good), (b"\xff", good), (body[:-1], good)]

    for content, sent in deliveries:
        answer = await shop.client.post("/webhooks/stripe", content=content, headers=sent)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_signature"), (content[:50], sent)
    assert await shop.access(user, course) == "locked"


async def test_what_is_malformed_is_refused_though_it_is_signed(shop: Shop) -> None:
    session = {"id": "cs_1", "status": "complete", "payment_status": "paid"}
    objects: list[object] = [
        *(None, [], "x", 7, {}),
        *(session | {"id": each} for each in (None, 7, "", "a b", "x" * 300)),
        *(session | {"status": each} for each in (None, "paid")),
        *(session | {"amount_total": each} for each in (-1, 1.5, "29", 2**31, True)),
        *(session | {"payment_intent": each} for each in (7, "", {"status": "x"})),
    ]
    charges: list[object] = [None, [], {"payment_intent": 7}, {"payment_intent": "pi_1", "amount_refunded": -1}]
    told: list[object] = [[], "x", None, {}, {"type": 7}, {"type": "charge.refunded"}]
    told += [{"type": "checkout.session.completed", "data": {"object": each}} for each in objects]
    told += [{"type": "charge.refunded", "data": {"object": each}} for each in charges]

    for each in told:
        answer = await shop.post(each)  # pyright: ignore[reportArgumentType]  # which is the point
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_event"), each


async def test_others_events_are_none_of_ours(shop: Shop, paid: tuple[UUID, UUID, dict[str, Any]]) -> None:
    user, course, event = paid
    other = json.loads(json.dumps(event))
    other["data"]["object"]["id"] = "cs_test_of_somebody_else"
    charge = {"object": "charge", "payment_intent": "pi_unknown", "amount_refunded": 100, "refunded": True}

    await shop.deliver(
        other,
        event | {"type": "payment_intent.created"},
        event | {"type": "charge.refunded", "data": {"object": charge}},
        event | {"type": "charge.refunded", "data": {"object": charge | {"payment_intent": None}}},
    )

    assert await shop.access(user, course) == "locked"
    assert await shop.items("/v1/purchases", user) == []


async def test_nothing_is_given_before_the_money_is_there(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, course, other = rows.user(), rows.course(), rows.course()
        products = rows.product(course), rows.product(other)
    for product, arrived, access in zip(products, (True, False), ("owned", "locked"), strict=True):
        checkout = await shop.checkout(user, product)
        number, path = shop.session_of(checkout), f"/v1/checkouts/{checkout['id']}"
        shop.stripe.account.pay(number, delayed=True)
        await shop.deliver(shop.stripe.events[-1])
        assert (await shop.json(path, user))["status"] == "processing"
        assert (await shop.start(user, product)).json()["id"] == checkout["id"]

        shop.stripe.account.decide(number, arrived=arrived)
        await shop.deliver(*reversed(shop.stripe.events))
        assert (await shop.json(path, user))["status"] == ("complete" if arrived else "failed")
        assert await shop.access(user, course if arrived else other) == access
