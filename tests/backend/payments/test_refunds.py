"""Refunds: by an admin and in Stripe's dashboard, whole and in part, once, and through crashes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from backend.own_tables import payments
from tests.backend.rows import catalog
from tests.clerk.faults import RESET, RESET_AFTER
from tests.stripe.fake import REFUND, refusal

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from backend.database import Database
    from tests.backend.payments.shop import Shop


@pytest.fixture
def admin(database: Database) -> UUID:
    with catalog(database) as rows:
        return rows.user("Ada", role="admin")


async def refund(shop: Shop, admin: UUID, purchase: str, **params: str | int) -> httpx.Response:
    return await shop.request("POST", f"/v1/admin/purchases/{purchase}/refund", admin, params=params or None)


async def sale(shop: Shop, admin: UUID, purchase: str) -> dict[str, Any]:
    [found] = [each for each in await shop.items("/v1/admin/purchases", admin) if each["id"] == purchase]
    return found


def intent_of_last(shop: Shop) -> str:
    intent = list(shop.stripe.account.checkouts.values())[-1].intent
    assert intent
    return intent.id


async def test_a_refund_takes_what_nothing_else_covers(shop: Shop, database: Database, admin: UUID) -> None:
    with catalog(database) as rows:
        user, shared, alone, given = rows.user("Lea"), rows.course("Shared"), rows.course("Alone"), rows.course("Given")
        both, other = rows.product(shared, alone, given, name="Both"), rows.product(shared, name="Other")
        rows.access(user, given)
    kept_by = await shop.buy(user, other)
    purchase = await shop.buy(user, both)

    plan = (await refund(shop, admin, purchase, dryRun="true")).json()
    assert plan["amountInCents"] == 2900
    assert [course["name"] for course in plan["lost"]] == ["Alone"]
    assert [(each["course"]["name"], each["because"][0]["kind"]) for each in plan["kept"]] == [
        ("Given", "manual"),
        ("Shared", "purchase"),
    ]
    assert plan["kept"][1]["because"][0]["purchaseId"] == kept_by
    assert (await sale(shop, admin, purchase))["refundedAt"] is None

    done = await refund(shop, admin, purchase)
    again = await refund(shop, admin, purchase)

    assert (done.status_code, done.json()["refundedInCents"]) == (200, 2900)
    assert again.json() == done.json()
    assert [await shop.access(user, course) for course in (shared, alone, given)] == ["owned", "locked", "owned"]
    assert shop.stripe.faults.hits[REFUND] == 1
    [event] = [each for each in shop.stripe.events if each["type"] == "charge.refunded"]
    await shop.deliver(event, event)
    assert await sale(shop, admin, purchase) == done.json()


async def test_a_refund_in_part_is_shown_and_takes_nothing(shop: Shop, database: Database, admin: UUID) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    purchase = await shop.buy(user, product)

    shop.stripe.account.refund(intent_of_last(shop), 1000)
    shop.stripe.account.refund(intent_of_last(shop), 500)
    await shop.deliver(*reversed(shop.stripe.events[-2:]))

    shown = await sale(shop, admin, purchase)
    assert (shown["refundedInCents"], shown["refundedAt"]) == (1500, None)
    assert await shop.access(user, course) == "owned"
    assert (await refund(shop, admin, purchase, dryRun="true")).json()["amountInCents"] == 1400

    assert (await refund(shop, admin, purchase)).json()["refundedInCents"] == 2900
    assert await shop.access(user, course) == "locked"


async def test_what_was_refunded_before_it_was_known_is_never_open(shop: Shop, database: Database, admin: UUID) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    checkout = await shop.checkout(user, product)
    shop.stripe.account.pay(shop.session_of(checkout))
    shop.stripe.account.refund(intent_of_last(shop))
    completed, refunded = shop.stripe.events

    await shop.deliver(refunded, completed, completed)

    [purchase] = await shop.items("/v1/purchases", user)
    assert purchase["refundedAt"]
    assert await shop.access(user, course) == "locked"


async def test_a_replay_after_a_refund_gives_nothing_back(shop: Shop, database: Database, admin: UUID) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    purchase = await shop.buy(user, product)
    await refund(shop, admin, purchase)

    await shop.deliver(*shop.stripe.events, *shop.stripe.events)
    [checkout] = shop.stripe.account.checkouts.values()
    await shop.get(f"/v1/checkouts/{checkout.client_reference_id}", user)

    assert await shop.access(user, course) == "locked"
    assert (await sale(shop, admin, purchase))["refundedAt"]


@pytest.mark.parametrize("repaired_by", ["webhook", "look", "owner", "again"])
async def test_a_refund_whose_answer_is_lost(shop: Shop, database: Database, admin: UUID, repaired_by: str) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    purchase = await shop.buy(user, product)
    shop.stripe.faults.add(REFUND, RESET_AFTER, RESET_AFTER)

    lost = await refund(shop, admin, purchase)
    assert (lost.status_code, lost.json()["code"]) == (503, "payments_unavailable")
    assert await shop.access(user, course) == "owned"

    match repaired_by:
        case "webhook":
            await shop.deliver(shop.stripe.events[-1])
        case "look":
            await shop.get("/v1/admin/purchases", admin)
        case "owner":
            await shop.get(f"/v1/purchases/{purchase}", user)
        case _:
            assert (await refund(shop, admin, purchase)).status_code == 200

    repaired = await sale(shop, admin, purchase)
    assert (repaired["refundedInCents"], repaired["refundPending"]) == (2900, False)
    assert await shop.access(user, course) == "locked"
    assert len([each for each in shop.stripe.events if each["type"] == "charge.refunded"]) == 1


@pytest.mark.parametrize("seen_by", ["list", "admin", "owner"])
async def test_a_refund_that_never_came_to_stripe_is_given_up_at_a_look(
    shop: Shop, database: Database, admin: UUID, seen_by: str
) -> None:
    """What the look does not do is to ask for it: somebody else's money may not go by a GET."""
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    purchase = await shop.buy(user, product)
    shop.stripe.faults.add(REFUND, RESET, RESET)
    assert (await refund(shop, admin, purchase)).status_code == 503

    async def is_pending() -> bool:
        shop.later()
        match seen_by:
            case "admin":
                return (await shop.json(f"/v1/admin/purchases/{purchase}", admin))["refundPending"]
            case "owner":
                await shop.json(f"/v1/purchases/{purchase}", user)
            case _:
                pass
        return (await sale(shop, admin, purchase))["refundPending"]

    table = payments(database.dialect)
    begun = {True: timedelta(minutes=1), False: timedelta(minutes=3)}
    for pending, ago in begun.items():
        with database.write() as connection:
            connection.execute(update(table).values(refundBegunAt=datetime.now(UTC) - ago))
        assert await is_pending() is pending
    assert await shop.access(user, course) == "owned"
    assert shop.stripe.faults.hits[REFUND] == 2

    assert (await refund(shop, admin, purchase)).json()["refundedInCents"] == 2900
    assert await shop.access(user, course) == "locked"


@pytest.mark.parametrize("status", [401, 402, 403, 429, 500])
async def test_what_stripe_refuses_is_told_and_changes_nothing(
    shop: Shop, database: Database, admin: UUID, status: int
) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    purchase = await shop.buy(user, product)
    shop.stripe.faults.add(REFUND, refusal(status))

    answer = await refund(shop, admin, purchase)

    assert (answer.status_code, answer.json()["code"]) == (503, "payments_unavailable")
    assert "Stripe" in answer.json()["detail"]
    assert "secret words" not in answer.text
    assert await shop.access(user, course) == "owned"
    assert (await refund(shop, admin, purchase)).status_code == 200
    assert await shop.access(user, course) == "locked"


async def test_what_was_free_is_taken_back_without_stripe(shop: Shop, database: Database, admin: UUID) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course, priceInDollars=0)
    checkout = await shop.checkout(user, product)
    assert (checkout["status"], checkout["amountInCents"], checkout["url"]) == ("complete", 0, None)
    assert await shop.access(user, course) == "owned"

    answer = await refund(shop, admin, checkout["purchaseId"])

    assert (answer.status_code, answer.json()["isFree"]) == (200, True)
    assert await shop.access(user, course) == "locked"
    assert not shop.stripe.faults.hits


async def test_what_the_web_application_sold_is_refunded(shop: Shop, database: Database, admin: UUID) -> None:
    """By an admin, and in Stripe's dashboard: its sessions are in the same account."""
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
        expires = int(shop.stripe.clock()) + 3600
        for _ in range(2):
            price = {"unit_amount": "2900", "product_data": {"name": "Web"}}
            made = shop.stripe.account.create(
                {
                    "line_items": {"0": {"price_data": price}},
                    "success_url": "https://web.example",
                    "cancel_url": "https://web.example",
                    "expires_at": str(expires),
                }
            )
            shop.stripe.account.pay(made.id)
            rows.purchase(user, product, session=made.id)
        rows.access(user, course)
    await shop.deliver(*shop.stripe.events)
    assert len(await shop.items("/v1/purchases", user)) == 2

    first, second = [each["id"] for each in await shop.items("/v1/admin/purchases", admin)]
    assert (await refund(shop, admin, first)).status_code == 200
    assert await shop.access(user, course) == "owned"
    other = next(
        each.intent for each in shop.stripe.account.checkouts.values() if each.intent and not each.intent.refunded
    )
    shop.stripe.account.refund(other.id)
    await shop.deliver(shop.stripe.events[-1])

    assert await shop.access(user, course) == "locked"
    assert (await sale(shop, admin, second))["refundedAt"]


async def test_a_purchase_that_stripe_does_not_know_stays(shop: Shop, database: Database, admin: UUID) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        purchase = rows.purchase(user, rows.product(course))
        rows.access(user, course)

    answer = await refund(shop, admin, str(purchase))

    assert (answer.status_code, answer.json()["code"]) == (409, "no_payment")
    assert await shop.access(user, course) == "owned"
