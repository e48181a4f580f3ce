"""A clock that tests move."""

from __future__ import annotations

import time


class Clock:
    """Seconds since the epoch, as far ahead of the real time as a test says."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let so much time pass; at the emulator alone."""
        self._ahead += seconds
