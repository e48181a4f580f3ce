"""What admins see of sales: filters with totals that follow them, pages, and the numbers of 90 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import update

from backend import tables
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.payments.shop import Shop


async def test_totals_are_those_of_the_whole_filter(shop: Shop, database: Database) -> None:
    now = datetime.now(UTC)
    with catalog(database) as rows:
        ana, bob, admin = rows.user("\x1b[1mAna"), rows.user("Bob"), rows.user(role="admin")
        product, other = rows.product(rows.course()), rows.product(rows.course())
        made = [rows.purchase(ana, product, refunded=True), rows.purchase(ana, other), rows.purchase(bob, product)]
        for days, purchase in enumerate(reversed(made)):
            at = {"createdAt": now - timedelta(days=days)}
            rows.connection.execute(update(tables.purchases).where(tables.purchases.c.id == purchase).values(at))

    async def totals(**params: str | int) -> tuple[list[str], list[int]]:
        page = await shop.json("/v1/admin/purchases", admin, **params)
        return [each["id"] for each in page["items"]], list(page["totals"].values())

    refunded, second, third = map(str, made)
    assert await totals() == ([third, second, refunded], [3, 1, 2, 8700, 2900, 5800])
    assert await totals(limit=1) == ([third], [3, 1, 2, 8700, 2900, 5800])
    assert await totals(user=str(ana)) == ([second, refunded], [2, 1, 1, 5800, 2900, 2900])
    assert await totals(product=str(product)) == ([third, refunded], [2, 1, 1, 5800, 2900, 2900])
    assert await totals(refunded="true") == ([refunded], [1, 1, 0, 2900, 2900, 0])
    assert (await totals(refunded="false"))[0] == [third, second]
    since, until = (now - timedelta(days=1)).isoformat(), now.isoformat()
    assert (await totals(**{"from": since, "to": until}))[0] == [second]
    assert await totals(user=str(admin)) == ([], [0, 0, 0, 0, 0, 0])

    items = await shop.items("/v1/admin/purchases", admin, limit=1)
    assert [each["id"] for each in items] == [third, second, refunded]
    assert items[1]["user"]["name"] == "\x1b[1mAna"
    assert await shop.json(f"/v1/admin/purchases/{second}", admin) == items[1]
    assert (await shop.get(f"/v1/admin/purchases/{uuid4()}", admin)).status_code == 404
    page = await shop.json("/v1/admin/purchases", admin, limit=1)
    moved = await shop.get("/v1/admin/purchases", admin, {"cursor": page["nextCursor"], "refunded": "true"})
    assert (moved.status_code, moved.json()["code"]) == (422, "bad_cursor")


async def test_words_are_found_in_product_and_buyer(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        ana, bob = rows.user("Ana ÄRGER", email="a@example.com"), rows.user("Bob", email="Bob_1@Example.com")
        admin, product = rows.user(role="admin"), rows.product(rows.course())
        made: dict[str, str] = {}
        names = (("x", "Großes Bündel"), ("y", "100 % off"), ("z", 7), ("w", None))
        for (key, name), user in zip(names, (ana, bob, bob, ana), strict=True):
            purchase = rows.purchase(user, product)
            changed = update(tables.purchases).where(tables.purchases.c.id == purchase)
            rows.connection.execute(changed.values(productDetails={"name": name} if name else "Bündel"))
            made[str(purchase)] = key

    async def found(q: str, **params: str) -> str:
        page = await shop.json("/v1/admin/purchases", admin, q=q, **params)
        assert page["totals"]["purchaseCount"] == len(page["items"])
        return "".join(sorted(made[item["id"]] for item in page["items"]))

    words = ("BÜNDEL", "grosses", "ana", "bob_1@", "ärger bündel", "% off", "7", "_", "nobody", "")
    assert [await found(q) for q in words] == ["x", "x", "wx", "yz", "x", "y", "", "yz", "", "wxyz"]
    assert await found("example.com", user=str(bob)) == "yz"
    page = await shop.json("/v1/admin/purchases", admin, q="bob", limit=1)
    other = await shop.get("/v1/admin/purchases", admin, {"cursor": page["nextCursor"], "q": "ana", "limit": 1})
    assert other.status_code == 422
    assert len(await shop.items("/v1/admin/purchases", admin, q="bob", limit=1)) == 2


async def test_the_numbers_of_ninety_days(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product, admin = rows.product(course), rows.user(role="admin")
        old = rows.purchase(rows.user(), product, refunded=True)
        long_ago = {"createdAt": datetime.now(UTC) - timedelta(days=200)}
        rows.connection.execute(update(tables.purchases).where(tables.purchases.c.id == old).values(long_ago))
    await shop.buy(user, product)
    [checkout] = shop.stripe.account.checkouts.values()
    assert checkout.intent
    shop.stripe.account.refund(checkout.intent.id, 400)
    await shop.deliver(shop.stripe.events[-1])

    told = await shop.json("/v1/admin/stats", admin)

    today = datetime.now(UTC).date()
    days = {day["date"]: day for day in told["days"]}
    assert len(told["days"]) == 90
    assert list(days) == sorted(days)
    assert days[str(today)] == {
        "date": str(today),
        "salesInCents": 2900,
        "refundedInCents": 3300,
        "purchases": 1,
    }
    assert (told["netSalesInCents"], told["refundedInCents"]) == (2500, 3300)
    counts = ("purchaseCount", "refundCount", "customerCount", "averagePurchasesPerCustomer", "courseCount")
    assert [told[name] for name in counts] == [2, 1, 1, 1.0, 1]


async def test_what_the_web_application_wrote_is_read_whatever_it_is(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        user, admin = rows.user(), rows.user(role="admin")
        product = rows.product(rows.course())
        untidy: tuple[object, ...] = ("x", 7, {"name": 7}, None, True)
        for details in untidy:
            purchase = rows.purchase(user, product)
            changed = update(tables.purchases).where(tables.purchases.c.id == purchase)
            rows.connection.execute(changed.values(productDetails=details))

    assert [each["productName"] for each in await shop.items("/v1/purchases", user)] == [""] * 5
    assert [each["description"] for each in await shop.items("/v1/admin/purchases", admin)] == [""] * 5
