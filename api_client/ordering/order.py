"""The order of a course's sections and lessons, as ids."""

from __future__ import annotations

from typing import NamedTuple


class SectionOrder(NamedTuple):
    """A section with its lessons in order."""

    id: str
    lesson_ids: tuple[str, ...]


Order = tuple[SectionOrder, ...]
"""The sections of a course in order. A lesson's id stands in it once."""


class Place(NamedTuple):
    """Where a lesson stands."""

    section_id: str
    offset: int
    """How many lessons of the section stand before it."""


class Spot(NamedTuple):
    """Where something stands, as people count."""

    position: int
    """From 1: a lesson's in the whole course, a section's among the sections."""
    section_id: str | None
    """The lesson's section; None for a section."""


def place_of(order: Order, lesson_id: str) -> Place:
    """Where the lesson stands. Raises KeyError where it is not in the order."""
    for section in order:
        if lesson_id in section.lesson_ids:
            return Place(section.id, section.lesson_ids.index(lesson_id))
    raise KeyError(lesson_id)


def section_index(order: Order, section_id: str) -> int:
    """Which of the sections it is, from 0. Raises KeyError where it is not in the order."""
    for index, section in enumerate(order):
        if section.id == section_id:
            return index
    raise KeyError(section_id)


def spots(order: Order) -> dict[str, Spot]:
    """Where every section and every lesson stands."""
    found = {section.id: Spot(position, None) for position, section in enumerate(order, start=1)}
    position = 0
    for section in order:
        for lesson_id in section.lesson_ids:
            position += 1
            found[lesson_id] = Spot(position, section.id)
    return found
