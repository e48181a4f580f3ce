"""Events as Stripe sends them: signed, by Stripe's own library."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import stripe

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE = "stripe-signature"


def signed(event: Mapping[str, Any], secret: str, *, late_by: float = 0) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a delivery. `late_by` seconds is how old its signature is."""
    body = json.dumps(event)
    signature = stripe.WebhookSignature.generate_signature_header(body, secret, int(time.time() - late_by))
    return body.encode(), {"content-type": "application/json", SIGNATURE: signature}
