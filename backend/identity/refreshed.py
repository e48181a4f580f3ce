"""Documents of the identity provider, kept: read rarely, by one thread at a time, and used on while it is down."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Generic, TypeVar

from backend.identity.outgoing import UnansweredError

T = TypeVar("T")

Clock = Callable[[], float]
"""Seconds that only grow."""

FRESH = 300.0
"""Seconds in which a document is used without a question."""
STALE = 24 * 3600.0
"""Seconds in which it is used on while its source does not answer: a day, as long as an access token of Clerk lives.
By then nobody has a token any more that was given out before the source failed."""
COOLDOWN = 30.0
"""Seconds between two reads that somebody else caused, who could otherwise make us hammer the source."""

MOST_WAITING = 8
"""Threads that wait for a newer document at once. Anybody can ask for a key that nobody has: without a limit, who does
so while the source hangs would take every thread from the tokens whose keys are known."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Held(Generic[T]):
    value: T
    at: float


class Refreshed(Generic[T]):
    """A document that `read` gets, or raises UnansweredError. May be used by several threads at once."""

    def __init__(self, read: Callable[[], T], clock: Clock = time.monotonic) -> None:
        """Reads nothing yet."""
        self._read = read
        self._clock = clock
        self._lock = Lock()
        self._waiting = BoundedSemaphore(MOST_WAITING)
        self._held: _Held[T] | None = None
        self._failed: _Held[UnansweredError] | None = None
        self._urged_at: float | None = None

    def current(self) -> T:
        """The document, at most FRESH old if its source answers and STALE if not; else raises UnansweredError."""
        if self._age() < FRESH:
            return self._value()
        # While there is one that may be used, a single thread waits for the next.
        if self._lock.acquire(blocking=self._age() >= STALE):
            try:
                if self._age() >= FRESH and not self._resting():
                    self._refresh()
            finally:
                self._lock.release()
        return self._value()

    def newer(self, than: T) -> T:
        """A newer document, or the same one if that is still the newest.

        Whoever causes this may be anybody, so within COOLDOWN the source is asked once, and few wait for its answer.
        Raises UnansweredError if the source has not answered: nobody knows then what is the newest.
        """
        if not self._waiting.acquire(blocking=False):
            raise UnansweredError("the answer is not there yet", 1.0)
        try:
            return self._newer(than)
        finally:
            self._waiting.release()

    def _newer(self, than: T) -> T:
        with self._lock:
            held, now = self._held, self._clock()
            if held is not None and held.value is not than:
                return held.value
            if self._urged_at is None or now - self._urged_at >= COOLDOWN:
                self._urged_at = now
                self._refresh()
            if self._failed is not None:
                raise self._refusal(self._failed)
        return self._value()

    def _age(self) -> float:
        held = self._held
        return self._clock() - held.at if held else float("inf")

    def _value(self) -> T:
        held, failed = self._held, self._failed
        if held is not None and self._clock() - held.at < STALE:
            return held.value
        if failed is None:  # it became too old just now, while another thread reads the next
            raise UnansweredError("the answer is not there yet")
        raise self._refusal(failed)

    def _resting(self) -> bool:
        failed = self._failed
        return failed is not None and self._clock() - failed.at < failed.value.retry_after

    def _refresh(self) -> None:
        """Read; called with the lock held."""
        try:
            self._held = _Held(self._read(), self._clock())
            self._failed = None
        except UnansweredError as error:
            _log.warning("the identity provider does not answer: %s", error)
            self._failed = _Held(error, self._clock())

    def _refusal(self, failed: _Held[UnansweredError]) -> UnansweredError:
        """A new error each time: one that several threads raise would collect their tracebacks."""
        rest = failed.value.retry_after - (self._clock() - failed.at)
        return UnansweredError(str(failed.value), max(rest, 1.0))
