"""Short links and the pages that buyers come back to; and that a client says nothing but which product."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import update

from backend import tables
from backend.identity import accounts
from backend.own_tables import checkouts
from backend.redaction import redacted
from backend.serve import AccessLog
from tests.backend.rows import catalog
from tests.clerk.faults import Answer
from tests.stripe.fake import SECRET_KEY, SESSION, WEBHOOK_SECRET

if TYPE_CHECKING:
    from uuid import UUID

    from backend.database import Database
    from tests.backend.payments.shop import Shop

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def sold(database: Database) -> tuple[UUID, UUID]:
    with catalog(database) as rows:
        return rows.user(), rows.product(rows.course())


async def test_a_short_link_leads_to_stripe_until_its_session_ends(shop: Shop, sold: tuple[UUID, UUID]) -> None:
    user, product = sold
    checkout = await shop.checkout(user, product)
    number = shop.session_of(checkout)
    link = re.fullmatch(r"http://syllabus\.test(/c/[A-Z2-7]{16})", checkout["url"])
    assert link

    followed = await shop.client.get(link[1], headers={"host": "evil.example"})
    assert (followed.status_code, followed.headers["location"]) == (303, shop.stripe.account.checkouts[number].url)
    assert (followed.headers["cache-control"], followed.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert (await shop.client.get(link[1].replace(link[1][3:], link[1][3:].lower()))).status_code == 303

    shop.stripe.account.pay(number)
    await shop.deliver(shop.stripe.events[-1])
    assert (await shop.client.get(link[1])).status_code == 404


async def test_it_leads_nowhere_else(shop: Shop, sold: tuple[UUID, UUID], database: Database) -> None:
    user, product = sold
    checkout = await shop.checkout(user, product)
    path = checkout["url"].removeprefix("http://syllabus.test")
    origin = shop.stripe.url
    elsewhere = (
        "https://evil.example/pay",
        f"{origin}.evil.example/pay",
        f"{origin}@evil.example/",
        "javascript:x",
        "",
    )
    for url in elsewhere:
        with database.write() as connection:
            connection.execute(update(checkouts("sqlite")).values(url=url))
        assert (await shop.client.get(path)).status_code == 404, url
    for unknown in ("/c/AAAAAAAAAAAAAAAA", "/c/x", "/c/%00", "/c/" + "A" * 500):
        answer = await shop.client.get(unknown)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


async def test_it_is_dead_when_the_checkout_is_cancelled_or_the_buyer_deleted(
    shop: Shop, sold: tuple[UUID, UUID], database: Database
) -> None:
    user, product = sold
    for ended_by in ("cancel", "delete"):
        checkout = await shop.checkout(user, product)
        path = checkout["url"].removeprefix("http://syllabus.test")
        if ended_by == "cancel":
            assert (await shop.request("DELETE", f"/v1/checkouts/{checkout['id']}", user)).status_code == 204
            assert (await shop.json(f"/v1/checkouts/{checkout['id']}", user))["status"] == "cancelled"
            assert shop.stripe.account.checkouts[shop.session_of(checkout)].status == "expired"
        else:
            with database.write() as connection:
                accounts.remove(connection, f"user_{user.hex}")
        assert (await shop.client.get(path)).status_code == 404


async def test_the_pages_say_plainly_what_to_do(shop: Shop) -> None:
    for path in ("/checkout/success", "/checkout/cancelled"):
        page = await shop.client.get(path)
        assert "You can go back to your terminal" in page.text
        assert "<script" not in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("field", ["priceInDollars", "amountInCents", "userId", "status", "currency", "url"])
async def test_the_client_names_the_product_and_nothing_else(shop: Shop, sold: tuple[UUID, UUID], field: str) -> None:
    user, product = sold
    answer = await shop.request("POST", "/v1/checkouts", user, json={"productId": str(product), field: 1})

    assert answer.status_code == 422
    assert not shop.stripe.account.checkouts


async def test_what_others_bought_is_none_of_ones_business(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        buyer, other, admin = rows.user(), rows.user(), rows.user(role="admin")
        product, second = rows.product(rows.course()), rows.product(rows.course())
    purchase = await shop.buy(buyer, product)
    checkout = await shop.checkout(buyer, second)

    for viewer in (other, admin):
        assert await shop.items("/v1/purchases", viewer) == []
        assert await shop.items("/v1/checkouts", viewer) == []
        for method, path in (
            ("GET", f"/v1/purchases/{purchase}"),
            ("GET", f"/v1/checkouts/{checkout['id']}"),
            ("DELETE", f"/v1/checkouts/{checkout['id']}"),
        ):
            assert (await shop.request(method, path, viewer)).status_code == 404
    assert (await shop.request("POST", f"/v1/admin/purchases/{purchase}/refund", buyer)).status_code == 403
    assert (await shop.json(f"/v1/checkouts/{checkout['id']}", buyer))["status"] == "open"


async def test_a_second_payment_becomes_a_second_purchase(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product, admin = rows.product(course), rows.user(role="admin")
    checkout = await shop.checkout(user, product)
    with catalog(database) as rows:  # by the web application, which knows nothing of our checkouts
        rows.purchase(user, product)
        rows.access(user, course)
    shop.stripe.account.pay(shop.session_of(checkout))
    await shop.deliver(shop.stripe.events[-1])

    told = await shop.json(f"/v1/checkouts/{checkout['id']}", user)
    sales = await shop.items("/v1/admin/purchases", admin)
    assert (told["status"], told["double"]) == ("complete", True)
    assert [each["double"] for each in sales] == [True, False]
    assert [each["double"] for each in await shop.items("/v1/purchases", user)] == [True, False]

    await shop.request("POST", f"/v1/admin/purchases/{told['purchaseId']}/refund", admin)
    assert await shop.access(user, course) == "owned"
    assert not any(each["double"] for each in await shop.items("/v1/admin/purchases", admin))


async def test_a_new_price_is_a_new_session(shop: Shop, sold: tuple[UUID, UUID], database: Database) -> None:
    user, product = sold
    first = await shop.checkout(user, product)
    with database.write() as connection:
        connection.execute(update(tables.products).values(priceInDollars=19))

    second = await shop.checkout(user, product)

    assert (second["amountInCents"], second["id"] != first["id"]) == (1900, True)
    assert [each.status for each in shop.stripe.account.checkouts.values()] == ["expired", "open"]


async def test_no_secret_is_logged(shop: Shop, sold: tuple[UUID, UUID], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    user, product = sold
    checkout = await shop.checkout(user, product)
    code = checkout["url"].rpartition("/")[2]
    logged = httpx.ASGITransport(AccessLog(shop.app))
    async with httpx.AsyncClient(transport=logged, base_url="http://syllabus.test") as client:
        await client.get(f"/c/{code}")
    shop.stripe.faults.add(SESSION, Answer(401, json.dumps({"error": {"message": f"Invalid API Key: {SECRET_KEY}"}})))
    await shop.get(f"/v1/checkouts/{checkout['id']}", user)

    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("backend"))
    assert "GET /c/- 303" in ours
    assert "Stripe answered 401" in ours
    for secret in (code, SECRET_KEY, WEBHOOK_SECRET):
        assert secret not in ours
        assert secret not in redacted(f"no page at https://learn.example.com/c/{secret}")
