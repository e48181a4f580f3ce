"""Buying: checkouts, and what was bought."""

from typing import Annotated
from uuid import UUID

from api_client.models.base import Request, Response, UtcTime, word


class CheckoutRequest(Request):
    """What is to be bought. Who buys it and for how much is not the client's to say."""

    product_id: UUID


class Checkout(Response):
    """A purchase that is being made. `complete` means that access is there."""

    id: UUID
    status: Annotated[str, word("open", "processing", "complete", "expired", "cancelled", "failed")]
    """`processing`: paid by a means that takes days, and not decided yet; `failed`: decided, and nothing was paid."""
    url: str | None
    """Where to pay, a short link; null where nothing is to be paid, or not any more."""
    product_id: UUID
    amount_in_cents: int
    expires_at: UtcTime | None
    """When the link ends; null where nothing is to be paid."""
    purchase_id: UUID | None
    """Of a complete one."""
    double: bool = False
    """The product was owned already when this payment arrived: it is a second purchase, which an admin can refund."""


class Purchase(Response):
    """What was bought, as it was called then."""

    id: UUID
    product_id: UUID
    product_name: str
    description: str
    image_url: str
    price_paid_in_cents: int
    refunded_in_cents: int
    """A part of the price leaves the purchase as it is."""
    refunded_at: UtcTime | None
    """When all was refunded, and access ended with it."""
    created_at: UtcTime
    double: bool = False
    """An earlier purchase of the same product counts too."""


class PurchaseDetail(Purchase):
    """One purchase with the payment provider's receipt."""

    receipt_url: str | None
    """Null for a free one, and while the provider does not answer."""
