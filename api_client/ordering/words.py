"""A move in words. Names are as they are stored: whoever draws the words makes them harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.ordering.changes import Move
    from api_client.ordering.order import Spot

    Name = Callable[[str], str]
    """A section's name by its id."""


def was(move: Move, section_name: Name) -> str:
    """Where it was, to stand where it is now: `was 6`, or `was 11, Products and bases` from another section."""
    return f"was {_spot(move.was, section_name, alone=move.was.section_id == move.now.section_id)}"


def went(move: Move, section_name: Name) -> str:
    """From where to where: `6 → 5`, or `11, Products and bases → 5, Foundations`."""
    alone = move.was.section_id == move.now.section_id
    return f"{_spot(move.was, section_name, alone=alone)} → {_spot(move.now, section_name, alone=alone)}"


def _spot(spot: Spot, section_name: Name, *, alone: bool) -> str:
    return (
        str(spot.position) if alone or spot.section_id is None else f"{spot.position}, {section_name(spot.section_id)}"
    )
