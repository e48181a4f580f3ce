"""What was said in toasts, to be read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Severity = Literal["information", "warning", "error"]
KEPT = 200


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """Something that was said."""

    number: int
    at: datetime
    severity: Severity
    text: str


class MessageLog:
    """The last messages of this session, newest last."""

    def __init__(self) -> None:
        self._messages: list[LoggedMessage] = []
        self._count = 0
        self._listeners: list[Callable[[], None]] = []

    def add(self, text: str, severity: Severity) -> None:
        """Remember a message."""
        self._count += 1
        self._messages.append(LoggedMessage(self._count, datetime.now(UTC), severity, text))
        del self._messages[:-KEPT]
        for heard in self._listeners:
            heard()

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Call back after every new message; the result ends it."""
        self._listeners.append(heard)
        return lambda: self._listeners.remove(heard)

    @property
    def messages(self) -> tuple[LoggedMessage, ...]:
        """All that are kept."""
        return tuple(self._messages)
