"""Undoing and redoing moves and edits, also after they were saved and others changed the course.

A journal is a value. What undoes a move is the same three-way merge that joins the moves of two admins; what undoes an
edit are the fields as they were. A deletion cannot be undone, so it has no entry; entries that it made meaningless
vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from api_client.ordering.merge import merge

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from api_client.ordering.order import Order

Fields = Mapping[str, str | None]
"""Values by field: name, description, status and so on."""
Look = Callable[[str], Fields | None]
"""The present fields of a course, section or lesson by its id; None if it is gone."""


@dataclass(frozen=True)
class Reordered:
    """Lessons or sections were moved."""

    before: Order
    after: Order
    staged: AbstractSet[str]
    """The ids that were moved on purpose."""

    @property
    def inverse(self) -> Reordered:
        """What takes it back."""
        return Reordered(self.after, self.before, self.staged)


@dataclass(frozen=True)
class Edited:
    """Fields of a course, a section or a lesson were changed."""

    kind: Literal["course", "section", "lesson"]
    id: str
    before: Fields
    after: Fields
    """The same fields as in `before`, and those alone that changed."""

    @property
    def inverse(self) -> Edited:
        """What takes it back."""
        return Edited(self.kind, self.id, self.after, self.before)


@dataclass(frozen=True)
class Together:
    """Several sections or lessons were edited at once, and are undone at once."""

    edits: tuple[Edited, ...]

    @property
    def before(self) -> tuple[Fields, ...]:
        """What all of them were."""
        return tuple(edit.before for edit in self.edits)

    @property
    def after(self) -> tuple[Fields, ...]:
        """What all of them became."""
        return tuple(edit.after for edit in self.edits)

    @property
    def inverse(self) -> Together:
        """What takes it back."""
        return Together(tuple(edit.inverse for edit in self.edits))


Entry = Reordered | Edited | Together


@dataclass(frozen=True)
class Step:
    """What undoes or redoes an entry of the journal, now."""

    entry: Entry
    """From what is there to what is to be: an order to be staged, or fields to be sent."""
    clash: tuple[str, ...]
    """What somebody else has moved or edited since, by id. The step would undo theirs too: it is to be asked for."""
    journal: Journal
    """The journal after the step."""
    dropped: Journal
    """The journal without the entry: where the step is not wanted."""


@dataclass(frozen=True)
class Journal:
    """What was done, the last last, and what was undone and can be redone, the next last."""

    done: tuple[Entry, ...] = ()
    undone: tuple[Entry, ...] = ()

    def add(self, entry: Entry) -> Journal:
        """The journal with something more done. What was undone before cannot be redone any more."""
        return self if entry.before == entry.after else Journal((*self.done, entry))

    def undo(self, order: Order, look: Look) -> Step | None:
        """What undoes the last entry, given the present order and fields. None if there is nothing to undo."""
        for count in range(len(self.done) - 1, -1, -1):
            left = replace(self, done=self.done[:count])
            if (found := _against(self.done[count].inverse, order, look)) is not None:
                entry, clash = found
                return Step(entry, clash, replace(left, undone=(*self.undone, entry.inverse)), left)
        return None

    def redo(self, order: Order, look: Look) -> Step | None:
        """What redoes what was undone last, given the present order and fields. None if there is nothing to redo."""
        for count in range(len(self.undone) - 1, -1, -1):
            left = replace(self, undone=self.undone[:count])
            if (found := _against(self.undone[count], order, look)) is not None:
                entry, clash = found
                return Step(entry, clash, replace(left, done=(*self.done, entry)), left)
        return None


def _against(entry: Entry, order: Order, look: Look) -> tuple[Entry, tuple[str, ...]] | None:
    """The entry as it has to be done now, and what clashes. None if nothing is left to do."""
    if isinstance(entry, Edited):
        return _edit(entry, look(entry.id))
    if isinstance(entry, Together):
        return _edits(entry, look)
    merged = merge(entry.before, entry.after, order, entry.staged)
    clash = tuple(decision.id for decision in merged.decisions)
    if clash:
        merged = merge(entry.before, entry.after, order, entry.staged, dict.fromkeys(clash, "ours"))
    return None if merged.order == order else (Reordered(order, merged.order, entry.staged), clash)


def _edit(entry: Edited, present: Fields | None) -> tuple[Edited, tuple[str, ...]] | None:
    now = {field: present.get(field) for field in entry.after} if present is not None else entry.after
    if now == entry.after:
        return None
    return replace(entry, before=now), () if now == entry.before else (entry.id,)


def _edits(entry: Together, look: Look) -> tuple[Together, tuple[str, ...]] | None:
    found = [step for edit in entry.edits if (step := _edit(edit, look(edit.id))) is not None]
    if not found:
        return None
    return Together(tuple(edit for edit, _ in found)), tuple(id for _, clash in found for id in clash)
