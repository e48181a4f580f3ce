"""What is known of a checkout, for the card and for the list of purchases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from api_client.models import Checkout

Step = Literal["opening", "not_opened", "open", "processing", "complete", "expired", "cancelled", "failed"]
STEPS: dict[str, Step] = {
    "open": "open", "processing": "processing", "complete": "complete",
    "expired": "expired", "cancelled": "cancelled", "failed": "failed",
}  # fmt: skip
"""By the server's word; one that is not known yet waits."""


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """One product that is being bought."""

    product_id: str
    product_name: str
    step: Step = "opening"
    id: str = ""
    """Empty until the server has opened it."""
    link: str = ""
    """Where to pay; empty where that is not possible, or not any more."""
    amount_in_cents: int | None = None
    opened_at: datetime | None = None
    """When this program first saw it."""
    expires_at: datetime | None = None
    trouble: str = ""
    """Why it was not opened, or cannot be looked at for now."""
    double: bool = False

    @property
    def pending(self) -> bool:
        """Whether something is still to come."""
        return self.step in ("opening", "open", "processing")

    def seen(self, checkout: Checkout, now: datetime) -> CheckoutState:
        """The state that the server tells of."""
        return CheckoutState(
            self.product_id,
            self.product_name,
            STEPS.get(checkout.status, "processing"),
            str(checkout.id),
            checkout.url or "",
            checkout.amount_in_cents,
            self.opened_at or now,
            checkout.expires_at,
            double=checkout.double,
        )
