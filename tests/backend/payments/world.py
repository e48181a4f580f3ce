"""A few people, products that share courses, and everything that can happen to them: here, at Stripe, in between."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from backend import access, tables
from backend.identity import accounts
from backend.insert import insert_missing
from backend.own_tables import checkouts
from tests.backend.payments.model import Model
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.dev_payments.records import Checkout
    from tests.backend.payments.shop import Shop

T = TypeVar("T")
Started = tuple[UUID, UUID, str]
Event = dict[str, Any]


@dataclass
class World:
    """Each method whose name does not begin with `_` is a step: `first` and `second` choose among what there is."""

    _shop: Shop
    _admin: UUID
    _users: tuple[UUID, ...]
    _courses: tuple[UUID, ...]
    _sold: tuple[UUID, ...]
    _free: UUID
    _model: Model
    _started: dict[str, Started] = field(default_factory=dict[str, Started])
    """User, product and the checkout's id, by the session of what was begun here."""

    async def buy(self, first: int, second: int) -> None:
        user, product = self._users[first % 2], self._sold[second % 2]
        answer = await self._shop.start(user, product)
        if user in self._model.deleted:
            assert answer.json()["code"] == "user_deleted"
        elif self._model.owns(user, product):
            assert (answer.status_code, answer.json()["code"]) == (409, "already_owned")
        else:
            assert answer.status_code in (200, 201), answer.text
            self._started[self._shop.session_of(answer.json())] = (user, product, answer.json()["id"])

    async def buy_free(self, first: int, _second: int) -> None:
        user = self._users[first % 2]
        answer = await self._shop.start(user, self._free)
        if user in self._model.deleted or self._model.owns(user, self._free):
            assert answer.status_code in (403, 409)
        else:
            assert (answer.status_code, answer.json()["status"]) == (201, "complete")
            self._model.paid(self._purchases()[answer.json()["purchaseId"]], user, self._free)

    async def buy_from_web_application(self, first: int, second: int) -> None:
        """It does not know of our checkouts, so that one can own it twice."""
        user, product = self._users[first % 2], self._sold[second % 2]
        if user in self._model.deleted:
            return
        price = {"unit_amount": "1900", "product_data": {"name": "Web"}}
        pages = {"success_url": "https://web.example", "cancel_url": "https://web.example"}
        session = self._account.create({"line_items": {"0": {"price_data": price}}, **pages})
        self._account.pay(session.id)
        with catalog(self._shop.database) as rows:
            rows.purchase(user, product, session=session.id)
            owned = [{"userId": user, "courseId": course} for course in self._model.courses[product]]
            rows.connection.execute(insert_missing(tables.user_course_access, rows.connection.dialect.name), owned)
        self._model.paid(session.id, user, product)

    async def pay(self, first: int, second: int) -> None:
        if session := self._choose(first, "open"):
            discount = session.amount if second % 4 == 0 else 0
            self._account.pay(session.id, delayed=second % 4 == 1, discount=discount)

    async def decide(self, first: int, second: int) -> None:
        waiting = [each for each in self._all if each.intent and each.intent.status == "processing"]
        if session := _one(waiting, first):
            self._account.decide(session.id, arrived=second % 2 == 0)

    async def expire(self, first: int, _second: int) -> None:
        if session := self._choose(first, "open"):
            self._account.expire(session.id)

    async def refund_at_stripe(self, first: int, second: int) -> None:
        """In its dashboard, wholly or in part."""
        paid = [each.intent for each in self._all if each.intent and each.intent.status == "succeeded"]
        intent = _one([each for each in paid if each.amount - each.refunded > 100], first)
        if intent:
            self._account.refund(intent.id, 100 if second % 3 == 0 else None)

    async def deliver(self, first: int, _second: int) -> None:
        """Any event, for the first time or again."""
        if event := _one(self._shop.stripe.events, first):
            await self._shop.deliver(event)
            self._told(event)

    async def sell(self, first: int, second: int) -> None:
        """The usual way of things."""
        await self.buy(first, second)
        before = len(self._shop.stripe.events)
        await self.pay(first, 2)
        for event in self._shop.stripe.events[before:]:
            await self._shop.deliver(event)
            self._told(event)

    async def deliver_all(self, first: int, _second: int) -> None:
        """Everything that Stripe has ever told, once more: in this order, or the other way round."""
        events = self._shop.stripe.events[:: 1 if first % 2 else -1]
        await self._shop.deliver(*events)
        for event in events:
            self._told(event)

    async def deliver_at_once(self, first: int, second: int) -> None:
        """Several events and their repetitions, while somebody looks."""
        events = [event for number in (first, second, first) if (event := _one(self._shop.stripe.events, number))]
        looking = [self.look(first, second)] if self._started else []
        await asyncio.gather(*(self._shop.deliver(event) for event in events), *looking)
        for event in events:
            self._told(event)

    async def look(self, first: int, _second: int) -> None:
        if number := _one(list(self._started), first):
            user, _, checkout = self._started[number]
            was_pending = self._is_pending(checkout)
            self._shop.later()
            answer = await self._shop.get(f"/v1/checkouts/{checkout}", user)
            assert answer.status_code == (403 if user in self._model.deleted else 200)
            if was_pending and user not in self._model.deleted:
                self._seen(number)

    async def cancel(self, first: int, _second: int) -> None:
        if number := _one(list(self._started), first):
            user, _, checkout = self._started[number]
            was_pending = self._is_pending(checkout)
            answer = await self._shop.request("DELETE", f"/v1/checkouts/{checkout}", user)
            assert answer.status_code in ((403,) if user in self._model.deleted else (204, 409))
            if was_pending and user not in self._model.deleted:
                self._seen(number)

    async def refund(self, first: int, _second: int) -> None:
        """By an admin, once more or for the first time."""
        purchase = _one(sorted(self._purchases().items()), first)
        if purchase:
            path = f"/v1/admin/purchases/{purchase[0]}/refund"
            planned = await self._shop.request("POST", f"{path}?dryRun=true", self._admin)
            before = self._model.access
            answer = await self._shop.request("POST", path, self._admin)
            assert (answer.status_code, bool(answer.json()["refundedAt"])) == (200, True), answer.text
            self._model.went_back(purchase[1])
            lost = {course for _, course in before - self._model.access}
            assert {UUID(course["id"]) for course in planned.json()["lost"]} == lost

    async def grant(self, first: int, second: int) -> None:
        user, course = self._users[first % 2], self._courses[second % 3]
        if user not in self._model.deleted:
            with self._shop.database.write() as connection:
                access.hold(connection, user)
                access.grant(connection, user, [course])
            self._model.granted(user, course)

    async def revoke(self, first: int, second: int) -> None:
        user, course = self._users[first % 2], self._courses[second % 3]
        with self._shop.database.write() as connection:
            access.hold(connection, user)
            access.revoke(connection, user, course)
        self._model.revoked(user, course)

    async def delete(self, first: int, second: int) -> None:
        if second % 4 == 0:
            user = self._users[first % 2]
            with self._shop.database.write() as connection:
                accounts.remove(connection, f"user_{user.hex}")
            self._model.gone(user)

    def _check(self) -> None:
        """Access is what the model says, and so are the purchases."""
        owned, sold = tables.user_course_access.c, tables.purchases.c
        with self._shop.database.read() as connection:
            found = connection.execute(select(owned.userId, owned.courseId).where(owned.userId.in_(self._users))).all()
            bought = connection.execute(
                select(sold.stripeSessionId, sold.refundedAt).where(sold.userId.in_(self._users))
            ).all()
        assert {(UUID(str(user)), UUID(str(course))) for user, course in found} == self._model.access
        known = set(self._model.bought)
        assert {session for session, _ in bought} == known
        assert {session for session, refunded in bought if refunded} == known & self._model.refunded

    def _told(self, event: Event) -> None:
        """What an event, a snapshot of its time, lets the backend know."""
        about = event["data"]["object"]
        if event["type"] == "charge.refunded":
            session = self._account.made_by(about["payment_intent"])
            assert session
            if about["refunded"] and (session.id in self._started or session.id in self._model.bought):
                self._model.went_back(session.id)
        elif about["payment_status"] != "unpaid" and about["id"] in self._started:
            self._model.paid(about["id"], *self._started[about["id"]][:2])

    def _seen(self, number: str) -> None:
        """What the backend knows once it has asked Stripe about a session."""
        session = self._account.checkouts[number]
        if session.payment_status != "unpaid":
            self._model.paid(number, *self._started[number][:2])
        if session.intent and session.intent.refunded == session.intent.amount:
            self._model.went_back(number)

    @property
    def _account(self) -> Any:  # noqa: ANN401
        return self._shop.stripe.account

    @property
    def _all(self) -> list[Checkout]:
        return list(self._account.checkouts.values())

    def _choose(self, number: int, status: str) -> Checkout | None:
        return _one([each for each in self._all if each.status == status], number)

    def _is_pending(self, checkout: str) -> bool:
        with self._shop.database.read() as connection:
            table = checkouts(connection.dialect.name)
            status = connection.scalar(select(table.c.status).where(table.c.id == checkout))
        return status in ("open", "processing")

    def _purchases(self) -> dict[str, str]:
        """Sessions of purchases by their ids."""
        sold = tables.purchases.c
        with self._shop.database.read() as connection:
            rows = connection.execute(select(sold.id, sold.stripeSessionId).where(sold.userId.in_(self._users)))
            return {str(purchase): session for purchase, session in rows}


def new_world(shop: Shop) -> World:
    """Two people who own nothing; two products that share a course, and a free one with a course of the first."""
    with catalog(shop.database) as rows:
        users = (rows.user(), rows.user())
        a, b, c = (rows.course(), rows.course(), rows.course())
        contents = {(a, b): 29, (b, c): 49, (a,): 0}
        courses = {rows.product(*inside, priceInDollars=price): inside for inside, price in contents.items()}
        admin = rows.user(role="admin")
    *sold, free = courses
    return World(shop, admin, users, (a, b, c), tuple(sold), free, Model(courses))


def _one(things: Sequence[T], number: int) -> T | None:
    return things[number % len(things)] if things else None
