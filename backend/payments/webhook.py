"""What Stripe tells by itself: events that arrive signed, more than once, and in any order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import stripe

from backend.payments.session import MalformedError, Payment, Session, read_charge, read_session
from backend.problems import Refusal

if TYPE_CHECKING:
    from pydantic import SecretStr

_TOLERANCE = 300
"""Seconds that a signature counts."""
_SESSIONS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
)
_FAILED = "checkout.session.async_payment_failed"
_REFUNDED = "charge.refunded"


class StripeWebhook:
    """Reads the events that were signed with one secret."""

    def __init__(self, secret: SecretStr) -> None:
        """`secret` is the endpoint's signing secret."""
        self._secret = secret

    def read(self, body: bytes, signature: str) -> Session | Payment | None:
        """What an event tells of a session, or of a payment of which something went back; None if neither.

        Raises Refusal 400 for a signature that is bad or more than five minutes old, and for anything malformed.
        """
        event = self._verified(body, signature)
        kind = event.get("type")
        if not isinstance(kind, str):
            raise _malformed()
        try:
            if kind in _SESSIONS:
                return read_session(_object_of(event), failed=kind == _FAILED)
            return read_charge(_object_of(event)) if kind == _REFUNDED else None
        except MalformedError:
            raise _malformed() from None

    def _verified(self, body: bytes, signature: str) -> dict[str, Any]:
        try:
            stripe.WebhookSignature.verify_header(body, signature, self._secret.get_secret_value(), _TOLERANCE)
        except (stripe.SignatureVerificationError, ValueError):  # ValueError: bytes that are no UTF-8
            raise Refusal(400, "bad_signature", "The event is not signed as it should be, or not of now.") from None
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            raise _malformed() from None
        if not isinstance(event, dict):
            raise _malformed()
        return cast("dict[str, Any]", event)


def _object_of(event: dict[str, Any]) -> object:
    data = event.get("data")
    return cast("dict[str, object]", data).get("object") if isinstance(data, dict) else None


def _malformed() -> Refusal:
    return Refusal(400, "malformed_event", "The event is not of the form that it should have.")
