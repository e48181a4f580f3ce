"""Device codes: signing in on one device for another (RFC 8628)."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from backend.dev_identity.errors import OAuthError
from backend.dev_identity.records import Device

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.dev_identity.records import Grant

LIFETIME = 600
INTERVAL = 5

_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants: no word is made by accident, and no letter looks like a digit."""
_SLOWER_BY = 5


class Devices:
    """The device codes that were issued."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` tells seconds since the epoch."""
        self.clock = clock
        self.interval: float = INTERVAL
        self._devices: dict[str, Device] = {}

    def start(self, grant: Grant) -> Device:
        """A new code for a grant that nobody has made yet."""
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        now = self.clock()
        device = Device(
            code=secrets.token_urlsafe(32),
            user_code=f"{letters[:4]}-{letters[4:]}",
            grant=grant,
            expires_at=now + LIFETIME,
            interval=self.interval,
            next_poll_at=now + self.interval,
        )
        self._devices[device.code] = device
        return device

    def waiting(self, user_code: str) -> Device | None:
        """The device that shows this code and waits for an answer, however the code was typed."""
        typed = re.sub(r"[\s-]", "", user_code).upper()
        now = self.clock()
        for device in list(self._devices.values()):
            if device.user_code.replace("-", "") == typed and device.state == "pending" and now < device.expires_at:
                return device
        return None

    def approve(self, device: Device, subject: str) -> None:
        """Let somebody be signed in on the device."""
        device.grant.subject = subject
        device.state = "approved"

    def deny(self, device: Device) -> None:
        """Let nobody be signed in there."""
        device.state = "denied"

    def redeem(self, code: str, client_id: str) -> Grant:
        """The grant of an approved device, once. Raises OAuthError as RFC 8628 §3.5 lists them."""
        device = self._devices.get(code)
        if device is None or device.grant.client_id != client_id or device.state == "used":
            raise OAuthError("invalid_grant", "The device code is not known, or was used before.")
        if device.state == "denied":
            raise OAuthError("access_denied", "The person refused.")
        now = self.clock()
        if now >= device.expires_at:
            raise OAuthError("expired_token", "The device code expired.")
        if device.state == "approved":
            device.state = "used"
            return device.grant
        too_early = now < device.next_poll_at
        if too_early:
            device.interval += _SLOWER_BY
        device.next_poll_at = now + device.interval
        if too_early:
            raise OAuthError("slow_down", "Asked before the interval was over; it is 5 seconds longer now.")
        raise OAuthError("authorization_pending", "The person has not answered yet.")
