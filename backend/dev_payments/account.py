"""The account: its sessions and payments, and what is told of them."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from backend.dev_payments.records import ApiError, Checkout, Intent

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Event = dict[str, Any]
    Told = Callable[[Event], None]

_SHORTEST, _LONGEST = 30 * 60, 24 * 60 * 60
_LEAST, _MOST = 50, 99_999_999


class Account:
    """One account at Stripe. It is used in one event loop and does no I/O."""

    def __init__(self, address: str, *, clock: Callable[[], float] = time.time, told: Told | None = None) -> None:
        """`address` is where its pages are, without a slash at the end. `told` gets every event."""
        self.address = address
        self.clock = clock
        self.checkouts: dict[str, Checkout] = {}
        self._told = told or _ignore

    def create(self, asked: dict[str, Any]) -> Checkout:
        """A new session. Raises ApiError where Stripe would refuse it."""
        number = f"cs_test_{secrets.token_urlsafe(32)}"
        try:
            price = asked["line_items"]["0"]["price_data"]
            made = Checkout(
                id=number,
                url=f"{self.address}/pay/{number}#{secrets.token_urlsafe(96)}",
                amount=int(price["unit_amount"]),
                product_name=price["product_data"]["name"],
                success_url=asked["success_url"],
                cancel_url=asked["cancel_url"],
                expires_at=int(asked.get("expires_at", self.clock() + _LONGEST)),
                client_reference_id=asked.get("client_reference_id"),
                metadata=asked.get("metadata", {}),
            )
        except (KeyError, TypeError, ValueError):
            raise ApiError(400, "A parameter is missing or cannot be read.", "parameter_missing") from None
        if not _LEAST <= made.amount <= _MOST:
            raise ApiError(400, "The amount is too small or too large.", "amount_too_small")
        if not self.clock() + _SHORTEST <= made.expires_at <= self.clock() + _LONGEST:
            raise ApiError(400, "expires_at has to be between 30 minutes and 24 hours from now.")
        self.checkouts[number] = made
        self.changed()
        return made

    def changed(self) -> None:
        """Called after every change."""

    def checkout(self, number: str) -> Checkout:
        """A session, as it is by now. Raises ApiError if there is none."""
        try:
            found = self.checkouts[number]
        except KeyError:
            raise ApiError(404, "No such checkout.session", "resource_missing") from None
        if found.status == "open" and found.expires_at <= self.clock():
            self._end(found)
        return found

    def made_by(self, intent: str) -> Checkout | None:
        """The session that a payment was made in."""
        return next((each for each in self.checkouts.values() if each.intent and each.intent.id == intent), None)

    def expire(self, number: str) -> Checkout:
        """End an open session. Raises ApiError for any other."""
        found = self.checkout(number)
        if found.status != "open":
            raise ApiError(400, 'Only Checkout Sessions with a status in ["open"] can be expired.')
        self._end(found)
        return found

    def pay(self, number: str, *, delayed: bool = False, discount: int = 0) -> Checkout:
        """Pay an open session: at once, or by a means that takes days. Raises ApiError for any other session."""
        found = self.checkout(number)
        if found.status != "open":
            raise ApiError(400, "This session cannot be paid any more.")
        found.status = "complete"
        found.amount -= min(discount, found.amount)
        if found.amount == 0:
            found.payment_status = "no_payment_required"
        else:
            intent = f"pi_{secrets.token_hex(12)}"
            status = "processing" if delayed else "succeeded"
            found.intent = Intent(intent, found.amount, status, f"{self.address}/receipt/{intent}")
            found.payment_status = "unpaid" if delayed else "paid"
        self._tell("checkout.session.completed", found.document())
        return found

    def decide(self, number: str, *, arrived: bool) -> Checkout:
        """The money of a delayed payment has arrived, or it never will."""
        found = self.checkout(number)
        if found.intent is None or found.intent.status != "processing":
            raise ApiError(400, "This session waits for no money.")
        found.intent.status = "succeeded" if arrived else "requires_payment_method"
        if arrived:
            found.payment_status = "paid"
        outcome = "succeeded" if arrived else "failed"
        self._tell(f"checkout.session.async_payment_{outcome}", found.document())
        return found

    def refund(self, intent: str, amount: int | None = None) -> Intent:
        """Give back all that is left of a payment, or a part of it. Raises ApiError if that much is not there."""
        found = self.made_by(intent)
        payment = found.intent if found else None
        if payment is None or payment.status != "succeeded":
            raise ApiError(404, "No such payment_intent", "resource_missing")
        left = payment.amount - payment.refunded
        if left == 0:
            raise ApiError(400, "This charge has already been refunded.", "charge_already_refunded")
        if amount is not None and not 0 < amount <= left:
            raise ApiError(400, "The amount is greater than what is left of the charge.")
        payment.refunded += left if amount is None else amount
        self._tell("charge.refunded", payment.charge())
        return payment

    @contextmanager
    def unheard(self) -> Generator[None]:
        """Lose the events of what happens within."""
        told, self._told = self._told, _ignore
        try:
            yield
        finally:
            self._told = told

    def _end(self, checkout: Checkout) -> None:
        checkout.status = "expired"
        self._tell("checkout.session.expired", checkout.document())

    def _tell(self, kind: str, about: dict[str, Any]) -> None:
        self.changed()
        number = f"evt_{secrets.token_hex(12)}"
        self._told(
            {"id": number, "object": "event", "created": int(self.clock()), "type": kind, "data": {"object": about}}
        )


def _ignore(_event: Event) -> None:
    """Nobody listens."""
