"""The payment provider of a process: how to ask it, how to understand it, and where its buyers come back to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.payments.gateway import Gateway
    from backend.payments.settings import PaymentSettings
    from backend.payments.webhook import StripeWebhook


@dataclass(frozen=True, slots=True)
class PaymentProvider:
    """Stripe."""

    gateway: Gateway
    public_url: str
    webhook: StripeWebhook | None = None

    @classmethod
    def of(cls, settings: PaymentSettings) -> PaymentProvider:
        """The provider of these settings. It asks nothing yet."""
        from backend.payments.gateway import Gateway  # here, for Stripe's library takes long and few servers sell
        from backend.payments.webhook import StripeWebhook

        webhook = StripeWebhook(settings.webhook_secret) if settings.webhook_secret else None
        return cls(Gateway(settings), settings.public_url, webhook)
