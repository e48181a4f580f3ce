"""A course's order as an admin has it on the screen: what the server has, and what was moved since and is not saved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from api_client.ordering.changes import Move, moved_lessons, moved_sections
from api_client.ordering.journal import Journal, Reordered
from api_client.ordering.order import Order, Spot, place_of, section_index, spots
from widgets.reorder_rows import homes, numbers

if TYPE_CHECKING:
    from api_client.ordering.journal import Step
    from api_client.ordering.merge import Merge


@lru_cache(maxsize=4)
def spots_of(order: Order) -> dict[str, Spot]:
    """Where everything stands in an order. It is asked on every key, of the same saved order."""
    return spots(order)


@lru_cache(maxsize=4)
def _moves(base: Order, order: Order, staged: frozenset[str]) -> tuple[Move, ...]:
    """What stands elsewhere than in the base. The tree, the pane and the footer each ask it on every key."""
    was, number, home = spots_of(base), numbers(order), homes(order)
    place = {section.id: position for position, section in enumerate(order, 1)}
    return (
        *(Move(id, was[id], Spot(place[id], None)) for id in moved_sections(base, order, staged) if id in was),
        *(Move(id, was[id], Spot(number[id], home[id])) for id in moved_lessons(base, order, staged) if id in was),
    )


def spot_in(order: Order, id: str) -> Spot | None:
    """Where one of them stands in an order that changes on every key; None if it is not in it."""
    try:
        return Spot(section_index(order, id) + 1, None)
    except KeyError:
        pass
    try:
        place = place_of(order, id)
    except KeyError:
        return None
    before = order[: section_index(order, place.section_id)]
    return Spot(sum(len(section.lesson_ids) for section in before) + place.offset + 1, place.section_id)


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The order that is shown, over the one that it was made from."""

    base: Order
    """What the server had."""
    version: str
    """Of the outline that had it: what a save is only right for."""
    order: Order
    staged: frozenset[str] = frozenset()
    """The ids that were moved on purpose since then."""
    journal: Journal = field(default_factory=Journal)

    @classmethod
    def of(cls, order: Order, version: str) -> WorkingCopy:
        """Nothing moved yet."""
        return cls(order, version, order)

    @property
    def unsaved(self) -> bool:
        """Whether something stands elsewhere than at the server."""
        return self.order != self.base

    @property
    def moves(self) -> tuple[Move, ...]:
        """What is staged: sections first, each kind in the order that is shown."""
        return _moves(self.base, self.order, self.staged) if self.unsaved else ()

    # --- moving

    def showing(self, order: Order, id: str) -> WorkingCopy:
        """With something under way: nothing that can be undone yet."""
        return replace(self, order=order, staged=self.staged | {id})

    def moved(self, order: Order, *ids: str) -> WorkingCopy:
        """With something moved on purpose."""
        if order == self.order:
            return self
        staged = frozenset(ids)
        entry = Reordered(self.order, order, staged)
        return replace(self, order=order, staged=self.staged | staged, journal=self.journal.add(entry))

    def stepped(self, step: Step) -> WorkingCopy:
        """With a step of the journal; of an edit, whose fields the server has, only the journal changes."""
        if not isinstance(step.entry, Reordered):
            return replace(self, journal=step.journal)
        staged = self.staged | step.entry.staged
        return replace(self, order=step.entry.after, staged=staged, journal=step.journal)

    # --- the server

    def saved(self, sent: Order, base: Order, version: str) -> WorkingCopy:
        """After an order was sent and the server has `base`; what was moved since then stays staged."""
        if self.order == sent:
            return replace(self, base=base, version=version, order=base, staged=frozenset())
        return replace(self, base=base, version=version)

    def following(self, base: Order, version: str) -> WorkingCopy:
        """Over what the server has now, with nothing staged."""
        return replace(self, base=base, version=version, order=base, staged=frozenset())

    def merged(self, merge: Merge, version: str) -> WorkingCopy:
        """Over what the server has now, with what was staged merged into it."""
        return replace(self, base=merge.theirs, version=version, order=merge.order)
