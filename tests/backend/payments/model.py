"""What the rules say of access, in a few lines: what a test compares the backend with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

HAND = "by hand"


@dataclass(slots=True)
class Model:
    """Access is what has a source: a purchase that is known and not refunded, or an admin's hand."""

    courses: Mapping[UUID, tuple[UUID, ...]]
    """Of each product."""
    bought: dict[str, tuple[UUID, UUID]] = field(default_factory=dict[str, "tuple[UUID, UUID]"])
    """User and product of each purchase that is known, by its session."""
    refunded: set[str] = field(default_factory=set[str])
    """Sessions of which all went back, known before their purchase or after."""
    sources: set[tuple[UUID, UUID, str]] = field(default_factory=set["tuple[UUID, UUID, str]"])
    """User, course, and a session or `HAND`."""
    deleted: set[UUID] = field(default_factory=set["UUID"])

    @property
    def access(self) -> set[tuple[UUID, UUID]]:
        return {(user, course) for user, course, _ in self.sources}

    def owns(self, user: UUID, product: UUID) -> bool:
        return any(what == (user, product) for session, what in self.bought.items() if session not in self.refunded)

    def paid(self, session: str, user: UUID, product: UUID) -> None:
        if session not in self.bought and user not in self.deleted:
            self.sources |= {(user, course, session) for course in self.courses[product]}
        self.bought[session] = (user, product)
        self._without_refunded()

    def went_back(self, session: str) -> None:
        self.refunded.add(session)
        self._without_refunded()

    def granted(self, user: UUID, course: UUID) -> None:
        if user not in self.deleted:
            self.sources.add((user, course, HAND))

    def revoked(self, user: UUID, course: UUID) -> None:
        self.sources = {each for each in self.sources if each[:2] != (user, course)}

    def gone(self, user: UUID) -> None:
        self.deleted.add(user)
        self.sources = {each for each in self.sources if each[0] != user}

    def _without_refunded(self) -> None:
        self.sources = {each for each in self.sources if each[2] not in self.refunded}
