"""When to send a request again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from api_client.errors import ApiError, RateLimited, ServerFailed, Unreachable

RETRY_AFTER_CAP = 3600.0
"""Seconds; a server that asks for more is asked again after this."""


@dataclass(frozen=True, slots=True)
class Retry:
    """A policy: how often, how long between, and within which time over all."""

    attempts: int = 3
    first_delay: float = 0.3
    """Seconds before the second attempt; doubled for each further one, with up to as much again at random."""
    deadline: float = 20.0
    """Seconds for all the attempts of one call."""

    def delay(self, error: ApiError, attempt: int) -> float | None:
        """Seconds to wait after the failed attempt (from 1); None: give up.

        Only for calls that may be repeated. What was refused is not asked again, a conflict least of all: somebody
        has to look at it.
        """
        if attempt >= self.attempts:
            return None
        if isinstance(error, RateLimited):
            return error.retry_after if error.retry_after is not None else self._backoff(attempt)
        if isinstance(error, Unreachable) or (isinstance(error, ServerFailed) and error.status in (500, 502, 503, 504)):
            return self._backoff(attempt)
        return None

    def _backoff(self, attempt: int) -> float:
        return self.first_delay * 2 ** (attempt - 1) * random.uniform(1.0, 2.0)  # noqa: S311 - spreads clients


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header, given as seconds or as a date; None if it says nothing sensible."""
    if not value:
        return None
    if value.strip().isdecimal():
        seconds = float(value)
    else:
        try:
            date = parsedate_to_datetime(value)
        except (TypeError, ValueError, OverflowError):
            return None
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), RETRY_AFTER_CAP)
