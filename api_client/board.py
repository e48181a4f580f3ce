"""The newest status, and who wants to know of it."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api_client.rows import PendingMark
    from api_client.status import SyncStatus


class Board:
    """Shows one status; read in any thread, changed in the Library's."""

    def __init__(self, status: SyncStatus) -> None:
        self.status = status
        self._listeners: list[Callable[[SyncStatus], None]] = []
        self._lock = Lock()

    def update(self, **changes: Any) -> None:  # noqa: ANN401 - fields of SyncStatus
        """Change fields of the status; listeners hear of it only if it then differs."""
        status = replace(self.status, **changes)
        if status == self.status:
            return
        self.status = status
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(status)

    def count(self, marks: Sequence[PendingMark]) -> None:
        """Show how many marks wait and how many were refused."""
        refused = sum(1 for mark in marks if mark.refusal is not None)
        self.update(waiting=len(marks) - refused, refused=refused)

    def listen(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call back on every new status, in the thread that changes it; the result ends it."""
        with self._lock:
            self._listeners.append(callback)

        def end() -> None:
            with self._lock:
                if callback in self._listeners:
                    self._listeners.remove(callback)

        return end
