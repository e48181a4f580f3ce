"""What an account keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


class ApiError(Exception):
    """An answer of Stripe's that refuses a request."""

    def __init__(self, status: int, message: str, code: str = "", kind: str = "invalid_request_error") -> None:
        """`code` and `kind` are Stripe's own words."""
        super().__init__(message)
        self.status = status
        self.document = {"error": {"type": kind, "message": message} | ({"code": code} if code else {})}


@dataclass(slots=True)
class Intent:
    """A payment, with its one charge."""

    id: str
    amount: int
    status: Literal["succeeded", "processing", "requires_payment_method"]
    receipt_url: str
    refunded: int = 0

    def charge(self) -> dict[str, Any]:
        """The charge, as the API tells it."""
        return {
            "id": f"ch_{self.id.removeprefix('pi_')}",
            "object": "charge",
            "amount": self.amount,
            "amount_refunded": self.refunded,
            "refunded": self.refunded >= self.amount,
            "payment_intent": self.id,
            "receipt_url": self.receipt_url,
        }

    def document(self) -> dict[str, Any]:
        """The payment with its charge."""
        charge = self.charge() if self.status == "succeeded" else None
        return {"id": self.id, "object": "payment_intent", "status": self.status, "latest_charge": charge}


@dataclass(slots=True)
class Checkout:
    """A checkout session."""

    id: str
    url: str
    amount: int
    product_name: str
    success_url: str
    cancel_url: str
    expires_at: int
    client_reference_id: str | None = None
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    status: Literal["open", "complete", "expired"] = "open"
    payment_status: Literal["unpaid", "paid", "no_payment_required"] = "unpaid"
    intent: Intent | None = None

    def document(self, *, expanded: bool = False) -> dict[str, Any]:
        """The session as the API tells it; `expanded`: with its payment, instead of the payment's id."""
        intent = self.intent and (self.intent.document() if expanded else self.intent.id)
        return {
            "id": self.id,
            "object": "checkout.session",
            "amount_total": self.amount,
            "currency": "usd",
            "client_reference_id": self.client_reference_id,
            "metadata": self.metadata,
            "expires_at": self.expires_at,
            "mode": "payment",
            "payment_intent": intent,
            "payment_status": self.payment_status,
            "status": self.status,
            "url": self.url if self.status == "open" else None,
        }
