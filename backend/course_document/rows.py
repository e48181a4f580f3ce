"""What becomes of the rows of one table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from backend.queries.admin.placing import Places

Row = dict[str, Any]
"""Values by column."""


def _no_rows() -> list[Row]:
    return []


@dataclass(slots=True)
class Rows:
    """The sections, or the lessons, of a course that is to become a document."""

    created: list[Row] = field(default_factory=_no_rows)
    """Whole rows."""
    changed: list[Row] = field(default_factory=_no_rows)
    """Their `id` with what can be edited."""
    placed: Places = field(default_factory=dict["UUID", "dict[UUID, int]"])
    deleted: list[UUID] = field(default_factory=list["UUID"])
    moved: int = 0
    """How many are in another place, but for the shifting that other moves cause."""
    named: dict[UUID, str] = field(default_factory=dict["UUID", str])
    """The ids of those that are created, where the document gives them, with their places in it."""
