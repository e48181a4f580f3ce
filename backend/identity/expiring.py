"""What is remembered for a while, and never more than so much."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from backend.identity.refreshed import Clock

T = TypeVar("T")


class Expiring(Generic[T]):
    """Values by digest, each for `lifetime` seconds; the oldest of more than `size` go. For several threads."""

    def __init__(self, lifetime: float, size: int, clock: Clock) -> None:
        """Starts empty."""
        self._lifetime = lifetime
        self._size = size
        self._clock = clock
        self._lock = Lock()
        self._entries: OrderedDict[bytes, tuple[float, T]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, digest: bytes) -> T | None:
        """The value, if it is there and not too old."""
        with self._lock:
            until, value = self._entries.get(digest, (0.0, None))
            return value if value is not None and self._clock() < until else None

    def put(self, digest: bytes, value: T) -> None:
        """Remember a value from now on."""
        with self._lock:
            self._entries.pop(digest, None)
            self._entries[digest] = (self._clock() + self._lifetime, value)
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)
