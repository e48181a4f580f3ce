"""Webhooks as Clerk has them delivered: signed, at least once, in any order; and as nobody should accept them."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import httpx
from standardwebhooks import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.clerk.users import User

WEBHOOK_SECRET = "whsec_" + base64.b64encode(b"emulated secret of the endpoint!").decode()
OTHER_SECRET = "whsec_" + base64.b64encode(b"secret of quite another endpoint").decode()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to the endpoint. Sent twice, it is the duplicate that retries make."""

    headers: Mapping[str, str]
    body: bytes

    def send(self, url: str) -> httpx.Response:
        """Deliver it over the network."""
        return httpx.post(url, content=self.body, headers=dict(self.headers), timeout=30, trust_env=False)

    def signed(self, signature: str) -> Delivery:
        """The same with another `svix-signature`."""
        return replace(self, headers={**self.headers, "svix-signature": signature})

    def with_foreign_signature(self) -> Delivery:
        """The same with a second signature before the right one, as while a secret is exchanged."""
        return self.signed(f"v1,{base64.b64encode(secrets.token_bytes(32)).decode()} {self.headers['svix-signature']}")


def user_event(kind: Literal["user.created", "user.updated"], user: User) -> dict[str, Any]:
    """The event that tells a whole user."""
    return event(kind, user.document(), user.updated_at)


def deleted_event(subject: str, at: int) -> dict[str, Any]:
    """The event that a user was deleted; `at` in milliseconds."""
    return event("user.deleted", {"object": "user", "id": subject, "deleted": True}, at)


def event(kind: str, document: dict[str, Any], at: int) -> dict[str, Any]:
    """Any event; `at` is its `timestamp` as it is written, in milliseconds or in seconds."""
    return {"object": "event", "type": kind, "timestamp": at, "instance_id": "ins_emulator0", "data": document}


def deliver(
    told: Mapping[str, Any] | bytes,
    *,
    secret: str = WEBHOOK_SECRET,
    late_by: float = 0,
    message_id: str | None = None,
) -> Delivery:
    """Sign an event, or any bytes. `late_by` seconds is how old its signature is; less than 0: from the future."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    number = message_id or f"msg_{secrets.token_hex(12)}"
    at = datetime.fromtimestamp(int(datetime.now(UTC).timestamp() - late_by), UTC)
    # Signed as bytes that need not be text: `sign` takes a str, so a broken body is signed by its replacement.
    signature = Webhook(secret).sign(number, at, body.decode(errors="replace"))
    headers = {
        "content-type": "application/json",
        "svix-id": number,
        "svix-timestamp": str(int(at.timestamp())),
        "svix-signature": signature,
    }
    return Delivery(headers, body)


DEVIATIONS: dict[str, Callable[[dict[str, Any]], list[Delivery]]] = {
    "none": lambda told: [deliver(told)],
    "duplicate": lambda told: [deliver(told)] * 2,
    "stale": lambda told: [deliver(told, late_by=360)],
    "from_the_future": lambda told: [deliver(told, late_by=-360)],
    "two_signatures": lambda told: [deliver(told).with_foreign_signature()],
    "malformed_signature": lambda told: [deliver(told).signed("v1,not base64 at all")],
    "wrong_secret": lambda told: [deliver(told, secret=OTHER_SECRET)],
    "seconds": lambda told: [deliver(told | {"timestamp": told["timestamp"] // 1000})],
    "unknown_type": lambda told: [deliver(told | {"type": "user.teleported"})],
}
"""What is delivered instead of one good request, by name. Out of order they come by sending them so."""
