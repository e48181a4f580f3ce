"""What Stripe says of a checkout session and of its payment, as far as it matters here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from api_client.models import INT4_MAX

Outcome = Literal["open", "paid", "processing", "failed", "expired"]

_Cents = Annotated[int, Field(strict=True, ge=0, le=INT4_MAX)]
_Reference = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")]
_Link = Annotated[str, Field(max_length=4_000, pattern=r"^https?://[\x21-\x7e]+$")]
_LOST = ("requires_payment_method", "canceled")
"""States of a payment after a complete session of which no money comes any more."""

T = TypeVar("T", bound=BaseModel)


class MalformedError(ValueError):
    """Stripe, or who claims to be Stripe, said what cannot be understood."""


@dataclass(frozen=True, slots=True)
class Payment:
    """The money of a session: how much of it went back, and where its receipt is."""

    intent: str
    refunded: int = 0
    """In cents."""
    is_refunded: bool = False
    """All of it went back."""
    receipt_url: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A checkout session."""

    id: str
    outcome: Outcome
    url: str | None = None
    """Of an open one: Stripe's page."""
    amount: int | None = None
    """What was, or would be, paid, in cents; discounts included."""
    expires_at: int | None = None
    """Unix time."""
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a session is made of. The same again has to be the same in all of it: Stripe compares."""

    checkout_id: str
    product_id: str
    product_name: str
    amount: int
    """In cents of US dollars."""
    expires_at: int
    """Unix time, from half an hour to a day from now."""
    success_url: str
    cancel_url: str


def read_session(document: object, *, failed: bool = False) -> Session:
    """A session of Stripe's API or of an event; `failed`: the event says that its delayed payment failed.

    Raises MalformedError.
    """
    read = _validated(_Session, document)
    intent = read.payment_intent
    return Session(
        id=read.id,
        outcome=_outcome(read, failed=failed),
        url=read.url,
        amount=read.amount_total,
        expires_at=read.expires_at,
        payment=_payment(intent) if isinstance(intent, _Intent) else Payment(intent) if intent else None,
    )


def read_charge(document: object) -> Payment | None:
    """The payment that a charge belongs to; None for one without, which no checkout has made. Raises MalformedError."""
    read = _validated(_Charge, document)
    return _charged(read.payment_intent, read) if read.payment_intent else None


class _Charge(BaseModel):
    payment_intent: _Reference | None = None
    amount_refunded: _Cents = 0
    refunded: bool = False
    receipt_url: _Link | None = None


class _Intent(BaseModel):
    id: _Reference
    status: str = ""
    latest_charge: _Charge | _Reference | None = None


class _Session(BaseModel):
    id: _Reference
    status: Literal["open", "complete", "expired"]
    payment_status: str
    url: str | None = None
    amount_total: _Cents | None = None
    expires_at: int | None = None
    payment_intent: _Intent | _Reference | None = None


def _validated(model: type[T], document: object) -> T:
    try:
        return model.model_validate(document)
    except ValidationError:
        raise MalformedError(f"what is no {model.__name__.strip('_').lower()}") from None


def _payment(intent: _Intent) -> Payment:
    charge = intent.latest_charge
    return _charged(intent.id, charge) if isinstance(charge, _Charge) else Payment(intent.id)


def _charged(intent: str, charge: _Charge) -> Payment:
    return Payment(intent, charge.amount_refunded, charge.refunded, charge.receipt_url)


def _outcome(session: _Session, *, failed: bool) -> Outcome:
    """Access is given for `paid` alone, which Stripe has two words for; for any other there is no money yet."""
    if session.status != "complete":
        return session.status
    if session.payment_status in ("paid", "no_payment_required"):
        return "paid"
    intent = session.payment_intent
    failed = failed or (isinstance(intent, _Intent) and intent.status in _LOST)
    return "failed" if failed else "processing"
