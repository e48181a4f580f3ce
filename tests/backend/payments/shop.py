"""A shop: the API over a database, with a stand-in for Stripe that does what a test says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from backend.dev_payments.signing import signed
from backend.own_tables import payments
from backend.payments.provider import PaymentProvider
from tests.backend.api import Api, app_for_tests
from tests.stripe.fake import WEBHOOK_SECRET

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from backend.database import Database
    from tests.stripe.fake import FakeStripe


class Shop(Api):
    """The API, and what happens at Stripe."""

    def __init__(self, database: Database, stripe: FakeStripe) -> None:
        super().__init__(app_for_tests(database, PaymentProvider.of(stripe.settings())))
        self.stripe = stripe
        self.database = database

    async def start(self, user: UUID, product: UUID) -> httpx.Response:
        return await self.request("POST", "/v1/checkouts", user, json={"productId": str(product)})

    async def checkout(self, user: UUID, product: UUID) -> dict[str, Any]:
        """A new or open checkout."""
        answer = await self.start(user, product)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def session_of(self, checkout: dict[str, Any]) -> str:
        """The number of a checkout's session at Stripe."""
        found = [
            each.id for each in self.stripe.account.checkouts.values() if each.client_reference_id == checkout["id"]
        ]
        assert len(found) == 1
        return found[0]

    async def deliver(self, *events: dict[str, Any]) -> None:
        """Let Stripe tell of these, which is accepted."""
        for event in events:
            answer = await self.post(event)
            assert (answer.status_code, answer.json()) == (200, {"status": "ok"}), answer.text

    async def post(self, event: dict[str, Any], secret: str = WEBHOOK_SECRET, late_by: float = 0) -> httpx.Response:
        body, headers = signed(event, secret, late_by=late_by)
        return await self.client.post("/webhooks/stripe", content=body, headers=headers)

    def later(self) -> None:
        """Let so much time pass that Stripe may be asked again about everything."""
        with self.database.write() as connection:
            connection.execute(update(payments(connection.dialect.name)).values(askAgainAt=None))

    async def access(self, user: UUID, course: UUID) -> str:
        """What a user has of a course that is in a public product."""
        return (await self.json(f"/v1/courses/{course}", user))["access"]

    async def buy(self, user: UUID, product: UUID) -> str:
        """A whole purchase; its id."""
        checkout = await self.checkout(user, product)
        self.stripe.account.pay(self.session_of(checkout))
        await self.deliver(self.stripe.events[-1])
        return (await self.json(f"/v1/checkouts/{checkout['id']}", user))["purchaseId"]
