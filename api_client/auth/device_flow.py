"""Signing in with a code in a browser on any device (RFC 8628)."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from api_client.auth.grant import checked
from api_client.auth.issuer_http import WHOM
from api_client.errors import ApiError, OAuthRefused, RateLimited, SignInFailed, is_outage
from api_client.http import is_secure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from api_client.auth.oauth import DeviceCode, OAuthClient
    from api_client.auth.session import Tokens

_SLOWER = 5.0
"""Seconds by which `slow_down` lengthens the interval, for good."""
_SHORTEST, _LONGEST_LIFE, _LONGEST_BACKOFF = 1.0, 3600.0, 60.0
_ENDS = {
    "access_denied": "The sign-in was refused in the browser.",
    "expired_token": "The code has expired before it was confirmed. Ask for a new one.",
    "invalid_grant": "The code is not valid any more. Ask for a new one.",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Time that passes, in seconds; it does not jump when the computer's clock is set."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class DeviceFlow:
    """One code, from now until it is confirmed, refused or expired."""

    def __init__(
        self, oauth: OAuthClient, granted: DeviceCode, scopes: Sequence[str], clock: Clock | None = None
    ) -> None:
        """Raises SignInFailed where the answer names no address that can be shown."""
        if not is_secure(granted.verification_uri, fragment=True):
            raise SignInFailed(f"{WHOM} names no address that a code could be entered at.", code="malformed")
        complete = granted.verification_uri_complete or ""
        lifetime = min(granted.expires_in, _LONGEST_LIFE)
        self._oauth = oauth
        self._device_code = granted.device_code
        self._scopes = scopes
        self._clock = clock or Clock()
        self._interval = max(granted.interval, _SHORTEST)
        self._deadline = self._clock.now() + lifetime
        self.user_code = granted.user_code
        """To be shown as it is: hyphen and case are the issuer's."""
        self.verification_uri = granted.verification_uri
        """The page to enter it at."""
        self.verification_uri_complete = complete if is_secure(complete, fragment=True) else None
        """The same page with the code filled in, for a QR code; None if the issuer has none."""
        self.expires_at = datetime.now(UTC) + timedelta(seconds=lifetime)
        """UTC."""
        self.trouble: ApiError | None = None
        """Why the issuer cannot be asked just now; it goes on as long as the code lives. None: it can."""
        self.on_trouble: Callable[[ApiError | None], None] = lambda _: None
        """Called with `trouble` whenever that changes."""

    async def tokens(self) -> Tokens:
        """Wait until the code is confirmed and get the tokens. Raises SignInFailed, OAuthRefused, ApiError."""
        wait = self._interval
        while True:
            await self._pause(wait)
            try:
                tokens = await self._oauth.redeem_device_code(self._device_code)
            except OAuthRefused as error:
                self._goes_on_after(error)
                self._tell(None)
                wait = self._interval
            except ApiError as error:
                if not is_outage(error):
                    raise
                self._tell(error)
                wait = self._after(error, wait)
            else:
                return checked(tokens, self._scopes)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """An attempt that is given up leaves nothing: its code expires."""

    async def _pause(self, seconds: float) -> None:
        left = self._deadline - self._clock.now()
        await self._clock.sleep(max(min(seconds, left), 0.0))
        if seconds >= left:
            raise SignInFailed(_ENDS["expired_token"], code="expired_token") from self.trouble

    def _goes_on_after(self, error: OAuthRefused) -> None:
        """Raises what ends the attempt."""
        if error.code == "slow_down":
            self._interval += _SLOWER
        elif error.code != "authorization_pending":
            raise OAuthRefused(_ENDS.get(error.code, error.sentence), code=error.code, status=error.status) from None

    def _after(self, error: ApiError, waited: float) -> float:
        """Seconds to the next attempt: twice as long each time, and no shorter than the issuer asks for."""
        asked = error.retry_after if isinstance(error, RateLimited) else None
        return max(self._interval, asked or 0.0, min(2 * waited, _LONGEST_BACKOFF))

    def _tell(self, trouble: ApiError | None) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self.on_trouble(trouble)
