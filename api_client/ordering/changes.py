"""What moved between two orders of a course.

That a lesson stands at another position says little: each lesson that was put before it shifts it. Moved is what
changed its section, or is not in the longest sequence of those that stayed in the section in their order. Lessons move
with their section without being moved themselves.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from api_client.ordering.increasing import longest_increasing
from api_client.ordering.order import Spot, spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from api_client.ordering.order import Order


class Move(NamedTuple):
    """A lesson or a section that moved."""

    id: str
    was: Spot
    now: Spot


class Changes(NamedTuple):
    """What differs between two orders, in the order of the newer; what is gone in that of the older."""

    moved_sections: tuple[Move, ...]
    moved_lessons: tuple[Move, ...]
    new_sections: tuple[str, ...]
    new_lessons: tuple[str, ...]
    gone_sections: tuple[str, ...]
    gone_lessons: tuple[str, ...]


def changes_between(base: Order, new: Order, staged: AbstractSet[str] = frozenset()) -> Changes:
    """What changed. `staged` are the ids that were moved on purpose, which tell which of two that swapped it was."""
    if base == new:
        return Changes((), (), (), (), (), ())
    was, now = spots(base), spots(new)
    sections, lessons = _split(now, was)
    gone_sections, gone_lessons = _split(was, now)
    return Changes(
        tuple(Move(id, was[id], now[id]) for id in moved_sections(base, new, staged)),
        tuple(Move(id, was[id], now[id]) for id in moved_lessons(base, new, staged)),
        sections,
        lessons,
        gone_sections,
        gone_lessons,
    )


def moved_sections(base: Order, new: Order, staged: AbstractSet[str] = frozenset()) -> list[str]:
    """The ids of the sections that moved, in the new order."""
    return _moved([section.id for section in base], [section.id for section in new], staged)


def moved_lessons(base: Order, new: Order, staged: AbstractSet[str] = frozenset()) -> list[str]:
    """The ids of the lessons that moved, in the new order."""
    before = {section.id: section.lesson_ids for section in base}
    changed = [section for section in new if before.get(section.id, ()) != section.lesson_ids]
    known = _lesson_ids(base) if changed else frozenset[str]()
    moved: list[str] = []
    for section in changed:
        old = before.get(section.id, ())
        others = known.intersection(section.lesson_ids).difference(old).union(_moved(old, section.lesson_ids, staged))
        moved += [id for id in section.lesson_ids if id in others]
    return moved


# On every key that moves something, of the same saved order.
@lru_cache(maxsize=4)
def _lesson_ids(order: Order) -> frozenset[str]:
    return frozenset(chain.from_iterable(section.lesson_ids for section in order))


def _moved(base: Sequence[str], new: Sequence[str], staged: AbstractSet[str]) -> list[str]:
    """Which of those that are in both moved, in the new order."""
    if base == new:
        return []
    rank = {id: index for index, id in enumerate(base)}
    ranks = [rank[id] for id in new if id in rank]
    if staged:
        ranks_kept = longest_increasing(index for index in ranks if base[index] not in staged)
        kept = set(longest_increasing(_fitting(ranks, ranks_kept)))
    else:
        kept = set(longest_increasing(ranks))
    return [base[index] for index in ranks if index not in kept]


def _fitting(ranks: Iterable[int], kept: Sequence[int]) -> Iterable[int]:
    """The kept ones, and of the others those that are between the same two of them as before."""
    passed = 0
    for rank in ranks:
        if passed < len(kept) and rank == kept[passed]:
            passed += 1
            yield rank
        elif (not passed or kept[passed - 1] < rank) and (passed == len(kept) or rank < kept[passed]):
            yield rank


def _split(these: dict[str, Spot], those: dict[str, Spot]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sections and the lessons of the ones that are not among the others."""
    missing = these.keys() - those.keys()
    ordered = [id for id in these if id in missing] if missing else []
    return (
        tuple(id for id in ordered if these[id].section_id is None),
        tuple(id for id in ordered if these[id].section_id is not None),
    )
