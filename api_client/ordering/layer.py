"""What either side moved, in one layer of a course: its sections, or the lessons in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from api_client.ordering.changes import moved_lessons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from api_client.ordering.order import Order


@dataclass(frozen=True)
class Layer:
    """Whose place counts for what moved."""

    ours: frozenset[str]
    """What stands where we put it."""
    theirs: frozenset[str]
    """What stands where they put it, and tells nothing about the places of ours."""
    disputed: tuple[str, ...]
    """What is to be decided, in the order of ours; theirs counts so far."""
    homeless: frozenset[str]
    """What of that we put into a section that is gone."""

    def decided(self, for_us: AbstractSet[str]) -> Layer:
        """The layer where our place counts for some of what is disputed."""
        won = for_us & set(self.disputed)
        return replace(self, ours=self.ours | won, theirs=self.theirs - won)


def compare(base: Order, ours: Order, theirs: Order, staged: AbstractSet[str]) -> Layer:
    """Tell what only we moved from what only they did, and from what both did."""
    there = _ids(theirs)
    left = {section.id for section in theirs}
    mine = [id for id in moved_lessons(base, ours, staged) if id in there]
    moved = frozenset(moved_lessons(base, theirs))
    homeless = frozenset(mine) & _ids(tuple(section for section in ours if section.id not in left))
    agreed = _agreed(ours, theirs, frozenset(mine), moved)
    disputed = tuple(id for id in mine if id in homeless or (id in moved and id not in agreed))
    return Layer(frozenset(mine) - agreed - set(disputed), moved - agreed, disputed, homeless)


def woven(ours: Iterable[str], theirs: Sequence[str], layer: Layer) -> list[str]:
    """Their sequence without what is ours in it, and what is ours in our sequence put after what it follows there."""
    anchors = set(theirs) - layer.ours - layer.theirs
    following: defaultdict[str | None, list[str]] = defaultdict(list)
    anchor = None
    for id in ours:
        if id in layer.ours:
            following[anchor].append(id)
        elif id in anchors:
            anchor = id
    result = following[None]
    for id in theirs:
        if id not in layer.ours:
            result.append(id)
            result.extend(following.get(id, ()))
    return result


def _agreed(ours: Order, theirs: Order, mine: AbstractSet[str], moved: AbstractSet[str]) -> frozenset[str]:
    """What both moved to the same place: after the same one, which itself is at the same place in both."""
    both = mine & moved
    agreed: set[str] = set()
    if both:
        alone = mine ^ moved
        there = _predecessors(theirs, alone | (_ids(theirs) - _ids(ours)))
        here = _predecessors(ours, alone | (_ids(ours) - _ids(theirs)))
        for id, place in here.items():
            if id in both and place == there[id] and (place[1] not in both or place[1] in agreed):
                agreed.add(id)
    return frozenset(agreed)


def _predecessors(order: Order, passed_over: AbstractSet[str]) -> dict[str, tuple[str, str | None]]:
    """By id the section and what stands before it there, some being passed over."""
    found: dict[str, tuple[str, str | None]] = {}
    for section in order:
        before = None
        for id in section.lesson_ids:
            if id not in passed_over:
                found[id] = section.id, before
                before = id
    return found


def _ids(order: Order) -> set[str]:
    return {id for section in order for id in section.lesson_ids}
