"""Where one is in an outline: which sections are folded and which row is selected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.rows import SectionRow


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """Remembered for each course as long as the app runs."""

    folded: frozenset[str]
    """Ids of sections."""
    row_id: str | None


def place_to_open(
    sections: Sequence[SectionRow], next_id: str | None, wanted: str | None, remembered: OutlinePlace | None
) -> OutlinePlace:
    """The place an outline opens at: the wanted lesson, else where one was, else the next lesson, else the first.

    At first all sections but that of the selected lesson are folded.
    """
    first = next((section.lessons[0].id for section in sections if section.lessons), None)
    row_id = wanted or (remembered.row_id if remembered else None) or next_id or first
    home = next((section.id for section in sections if any(each.id == row_id for each in section.lessons)), None)
    folded = remembered.folded if remembered else frozenset(section.id for section in sections)
    return OutlinePlace(folded - {home} if home else folded, row_id)
