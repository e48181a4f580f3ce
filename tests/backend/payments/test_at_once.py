"""Two transactions about the same people at the same moment: none waits for one that waits for it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from backend import access
from backend.payments.fulfilment import settle
from backend.payments.session import Payment, Session
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.payments.shop import Shop

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]
"""On SQLite writers come one after the other."""

_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def test_two_events_of_a_session(shop: Shop, database: Database) -> None:
    """The first tells that the money is on its way, the second that it is there; Stripe may send both at once."""
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        product = rows.product(course)
    number = shop.session_of(await shop.checkout(user, product))

    def settle_one(event: Session) -> None:
        with database.write() as connection:
            settle(connection, event)

    with ThreadPoolExecutor(1) as thread, database.write() as connection:
        access.hold(connection, user)
        other = thread.submit(settle_one, Session(number, "processing", payment=Payment("pi_1")))
        while not connection.scalar(_WAITING) and not other.done():
            pass
        settle(connection, Session(number, "paid", payment=Payment("pi_1")))
        connection.commit()
        other.result(30)

    assert await shop.access(user, course) == "owned"


async def test_admins_who_refund_each_other(shop: Shop, database: Database) -> None:
    with catalog(database) as rows:
        one, two = rows.user(role="admin"), rows.user(role="admin")
        paid, *free = (rows.product(rows.course(), priceInDollars=price) for price in (29, 0, 0, 0, 0))
    bought = {
        user: [
            await shop.buy(user, paid),
            *[(await shop.checkout(user, product))["purchaseId"] for product in free],
        ]
        for user in (one, two)
    }

    answers = await asyncio.gather(
        *(
            shop.request("POST", f"/v1/admin/purchases/{purchase}/refund", admin)
            for pair in zip(bought[one], bought[two], strict=True)
            for purchase, admin in zip(pair, (two, one), strict=True)
        )
    )

    assert {(answer.status_code, bool(answer.json()["refundedAt"])) for answer in answers} == {(200, True)}
