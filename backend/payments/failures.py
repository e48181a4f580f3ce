"""What goes wrong at Stripe, and how that is told."""

from __future__ import annotations

import logging
from math import ceil
from typing import TYPE_CHECKING

from backend.problems import Refusal

if TYPE_CHECKING:
    from stripe import StripeError

_RETRY_AFTER = 5.0
_LONGEST = 60.0
_SENTENCES = {
    401: "Stripe does not accept this server's key.",
    402: "Stripe declined.",
    403: "Stripe does not let this server's key do that.",
    409: "Stripe is at work on the same request.",
    429: "Stripe is asked too often.",
}
_NO_EFFECT = (400, 401, 402, 403, 404)
_log = logging.getLogger(__name__)


class PaymentError(Exception):
    """Stripe did not do what was asked, or nobody knows. The text is a sentence, and quotes nothing of Stripe's."""

    def __init__(
        self, text: str, *, had_no_effect: bool = False, is_missing: bool = False, retry_after: float = _RETRY_AFTER
    ) -> None:
        """`had_no_effect`: it is certain that nothing was done. `is_missing`: Stripe knows no such thing."""
        super().__init__(text)
        self.had_no_effect = had_no_effect
        self.is_missing = is_missing
        self.retry_after = retry_after


def unanswered(text: str) -> PaymentError:
    """Nobody knows whether it was done."""
    return PaymentError(text)


def refused_by_stripe(error: StripeError) -> PaymentError:
    """An error of Stripe's library."""
    status = error.http_status
    if status is None:
        return unanswered("Stripe cannot be reached.")
    # `user_message` and the body can quote what was sent; type and code are words of Stripe's.
    _log.warning("Stripe answered %d (%s)", status, error.code or type(error).__name__)
    seconds = (error.headers or {}).get("retry-after", "")
    return PaymentError(
        _SENTENCES.get(status, f"Stripe answered with an error ({status})."),
        had_no_effect=status in _NO_EFFECT,
        is_missing=status == 404,
        retry_after=min(float(seconds), _LONGEST) if seconds.isascii() and seconds.isdigit() else _RETRY_AFTER,
    )


def payments_unavailable(error: PaymentError) -> Refusal:
    """503: nothing was bought, refunded or lost, and why."""
    seconds = max(1, ceil(error.retry_after))
    detail = f"{error} Nothing is lost; try again shortly."
    return Refusal(503, "payments_unavailable", detail, headers={"retry-after": str(seconds)})


def no_payments() -> Refusal:
    """503 for a server without a key, at which asking again is of no use."""
    return Refusal(503, "payments_unavailable", "This server takes no payments, so that only what is free can be had.")
