"""Stripe is down, slow, or refuses: nothing is given, nothing is lost, and the cause is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backend.payments import gateway
from tests.backend.rows import catalog
from tests.clerk.faults import BAD_GATEWAY, HANG, RESET, RESET_AFTER, Answer
from tests.stripe.fake import CREATE, EXPIRE, SESSION, refusal

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from backend.database import Database
    from tests.backend.payments.shop import Shop
    from tests.clerk.faults import Fault
    from tests.stripe.fake import FakeStripe

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FAULTS: dict[str, tuple[Fault, str]] = {
    "down": (RESET, "cannot be reached"),
    "slow": (HANG, "cannot be reached"),
    "401": (refusal(401), "key"),
    "402": (refusal(402), "declined"),
    "429": (refusal(429, "rate_limit_error", **{"retry-after": "7"}), "too often"),
    "500": (refusal(500), "(500)"),
    "proxy": (BAD_GATEWAY, "(502)"),
    "nonsense": (Answer(200, "[]"), "cannot be understood"),
    "elsewhere": (
        Answer(200, '{"id": "cs_1", "status": "open", "payment_status": "unpaid", "url": "https://evil.example/pay"}'),
        "cannot be understood",
    ),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing that does not come."""
    monkeypatch.setattr(gateway, "_TIMEOUT", (3.0, 1.0))


@pytest.fixture
def sold(database: Database) -> tuple[UUID, UUID, UUID]:
    """A user, a course, and the product that it is in."""
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        return user, course, rows.product(course)


def assert_unavailable(answer: httpx.Response, cause: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "payments_unavailable"), answer.text
    assert cause in answer.json()["detail"]
    assert "secret words" not in answer.text
    assert int(answer.headers["retry-after"]) >= 1


@pytest.mark.parametrize("name", FAULTS)
async def test_a_checkout_is_begun_when_stripe_is_back(shop: Shop, sold: tuple[UUID, UUID, UUID], name: str) -> None:
    user, course, product = sold
    fault, cause = FAULTS[name]
    shop.stripe.faults.keep(CREATE, fault)

    assert_unavailable(await shop.start(user, product), cause)
    assert await shop.items("/v1/checkouts", user) == []
    shop.stripe.faults.clear()

    checkout = await shop.checkout(user, product)
    assert len(shop.stripe.account.checkouts) == 1
    shop.stripe.account.pay(shop.session_of(checkout))
    assert (await shop.json(f"/v1/checkouts/{checkout['id']}", user))["status"] == "complete"
    assert await shop.access(user, course) == "owned"


async def test_a_lost_answer_makes_no_second_session(shop: Shop, sold: tuple[UUID, UUID, UUID]) -> None:
    user, _, product = sold
    shop.stripe.faults.add(CREATE, RESET_AFTER, RESET_AFTER)

    assert_unavailable(await shop.start(user, product), "cannot be reached")
    first = await shop.checkout(user, product)

    assert first["url"]
    assert len(shop.stripe.account.checkouts) == 1


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "elsewhere"])
async def test_what_was_paid_meanwhile_is_found_later(shop: Shop, sold: tuple[UUID, UUID, UUID], name: str) -> None:
    user, course, product = sold
    fault, cause = FAULTS[name]
    checkout = await shop.checkout(user, product)
    shop.stripe.account.pay(shop.session_of(checkout))
    shop.stripe.faults.keep(SESSION, fault)
    shop.stripe.faults.keep(EXPIRE, fault)

    path = f"/v1/checkouts/{checkout['id']}"
    assert (await shop.json(path, user))["status"] == "open"
    assert_unavailable(await shop.request("DELETE", path, user), cause)
    assert await shop.access(user, course) == "locked"
    assert [each["id"] for each in await shop.items("/v1/checkouts", user)] == [checkout["id"]]
    shop.stripe.faults.clear()

    cancelled = await shop.request("DELETE", path, user)
    assert (cancelled.status_code, cancelled.json()["code"]) == (409, "already_paid")
    assert await shop.access(user, course) == "owned"


async def test_the_webhook_needs_no_answer_of_stripes(shop: Shop, sold: tuple[UUID, UUID, UUID]) -> None:
    user, course, product = sold
    checkout = await shop.checkout(user, product)
    shop.stripe.account.pay(shop.session_of(checkout))
    with shop.stripe.down():
        await shop.deliver(shop.stripe.events[-1])
        assert (await shop.json(f"/v1/checkouts/{checkout['id']}", user))["status"] == "complete"

    assert await shop.access(user, course) == "owned"


async def test_a_refund_of_what_is_not_known_is_told_again(shop: Shop, sold: tuple[UUID, UUID, UUID]) -> None:
    user, course, product = sold
    checkout = await shop.checkout(user, product)
    paid = shop.stripe.account.pay(shop.session_of(checkout))
    assert paid.intent
    shop.stripe.account.refund(paid.intent.id)
    completed, refunded = shop.stripe.events
    with shop.stripe.down():
        assert_unavailable(await shop.post(refunded), "cannot be reached")

    await shop.deliver(refunded, completed)
    assert await shop.access(user, course) == "locked"


async def test_the_receipt_is_null_while_stripe_does_not_answer(
    shop: Shop, sold: tuple[UUID, UUID, UUID], stripe: FakeStripe
) -> None:
    user, _, product = sold
    path = f"/v1/purchases/{await shop.buy(user, product)}"
    stripe.faults.keep(SESSION, HANG)
    silent = await shop.json(path, user)
    stripe.faults.clear()
    shop.later()

    assert silent["receiptUrl"] is None
    assert (await shop.json(path, user))["receiptUrl"].startswith(stripe.url)
