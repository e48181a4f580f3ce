"""Two admins' moves in one course, merged.

The result has exactly the sections and lessons that the server has, each once, whatever comes in: their order, out of
which is lifted what only we moved, to follow what it follows in ours. What both moved stays at their place and is a
decision, unless both moved it to the same place. So is a lesson that we moved into a section which they deleted;
to decide for ours puts it at the end of the section before that one, or of the first that is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from api_client.ordering.changes import changes_between
from api_client.ordering.layer import compare, woven
from api_client.ordering.order import SectionOrder, spots

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from api_client.ordering.changes import Changes
    from api_client.ordering.layer import Layer
    from api_client.ordering.order import Order, Spot

Side = Literal["ours", "theirs"]


class Decision(NamedTuple):
    """Something that both admins have an opinion on."""

    id: str
    kind: Literal["section", "lesson", "deleted_section"]
    """A section or a lesson that both moved, or a lesson that we moved into a section that they deleted."""
    ours: Spot
    """In our order: its section may be the deleted one."""
    theirs: Spot
    taken: Side | None
    """Whose place counts. None: not decided yet, and theirs meanwhile."""


@dataclass(frozen=True)
class Merge:
    """Our order and theirs, merged."""

    base: Order
    ours: Order
    theirs: Order
    staged: AbstractSet[str]
    order: Order
    """The result, with the decisions that are taken."""
    decisions: tuple[Decision, ...]
    """Sections first, each kind in the order of ours."""

    @cached_property
    def we_did(self) -> Changes:
        """What we changed since the base."""
        return changes_between(self.base, self.ours, self.staged)

    @cached_property
    def they_did(self) -> Changes:
        """What they changed since the base."""
        return changes_between(self.base, self.theirs)

    @property
    def open(self) -> tuple[Decision, ...]:
        """The decisions that are not taken yet."""
        return tuple(decision for decision in self.decisions if decision.taken is None)

    def take(self, id: str, side: Side) -> Merge:
        """The merge with one decision taken, or taken otherwise."""
        taken: dict[str, Side] = {each.id: each.taken for each in self.decisions if each.taken}
        taken[id] = side
        return merge(self.base, self.ours, self.theirs, self.staged, taken)


def merge(
    base: Order,
    ours: Order,
    theirs: Order,
    staged: AbstractSet[str] = frozenset(),
    taken: Mapping[str, Side] | None = None,
) -> Merge:
    """Merge what we moved since `base` into what they made of it.

    `staged` are the ids that we moved on purpose, as in changes_between. `taken` are the decisions, by id.
    """
    sides: Mapping[str, Side] = taken or {}
    for_us = frozenset(id for id, side in sides.items() if side == "ours")
    sections = compare(_sections(base), _sections(ours), _sections(theirs), staged)
    lessons = compare(base, ours, theirs, staged)
    order = _merged(ours, theirs, sections.decided(for_us), lessons.decided(for_us))
    return Merge(base, ours, theirs, staged, order, tuple(_decisions(ours, theirs, sections, lessons, sides)))


def _decisions(
    ours: Order, theirs: Order, sections: Layer, lessons: Layer, sides: Mapping[str, Side]
) -> Iterator[Decision]:
    if not sections.disputed and not lessons.disputed:
        return
    here, there = spots(ours), spots(theirs)
    for id in sections.disputed:
        yield Decision(id, "section", here[id], there[id], sides.get(id))
    for id in lessons.disputed:
        kind = "deleted_section" if id in lessons.homeless else "lesson"
        yield Decision(id, kind, here[id], there[id], sides.get(id))


def _sections(order: Order) -> Order:
    """The sections themselves, in one, as if they were lessons."""
    return (SectionOrder("", tuple(section.id for section in order)),)


def _merged(ours: Order, theirs: Order, sections: Layer, lessons: Layer) -> Order:
    here = {section.id: section.lesson_ids for section in ours}
    there = {section.id: section.lesson_ids for section in theirs}
    guests = _housed(ours, there)
    return tuple(
        SectionOrder(
            id,
            (
                *woven(here.get(id, ()), there[id], lessons),
                *(guest for guest in guests.get(id, ()) if guest in lessons.ours),
            ),
        )
        for id in woven(list(here), list(there), sections)
    )


def _housed(ours: Order, left: Mapping[str, object]) -> dict[str, list[str]]:
    """Our lessons in sections that are gone, by the section before, or by the first one that is left."""
    housed: dict[str, list[str]] = {}
    host = next((section.id for section in ours if section.id in left), next(iter(left), ""))
    for section in ours:
        if section.id in left:
            host = section.id
        else:
            housed.setdefault(host, []).extend(section.lesson_ids)
    return housed
