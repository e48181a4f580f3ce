"""The order of a course's sections and lessons, as ids."""

from __future__ import annotations

from typing import NamedTuple


class SectionOrder(NamedTuple):
    """A section with its lessons in order."""

    id: str
    lesson_ids: tuple[str, ...]


Order = tuple[SectionOrder, ...]
"""The sections of a course in order. A lesson's id stands in it once."""
