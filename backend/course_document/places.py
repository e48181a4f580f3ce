"""Where the sections of a course, or the lessons of a section, are to stand."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID


def is_order_kept(wanted: Sequence[UUID], now: Sequence[UUID]) -> bool:
    """Whether rows stand in the wanted order once those that go are gone. Their `order` stays then, gaps and all."""
    going = set(now) - set(wanted)
    return list(wanted) == [each for each in now if each not in going]


def count_moved(wanted: Sequence[UUID], now: Sequence[UUID]) -> int:
    """How many of those that stay are in another place, but for the shifting that the others cause."""
    places: Mapping[UUID, int] = {each: place for place, each in enumerate(now)}
    staying = [places[each] for each in wanted if each in places]
    ends: list[int] = []
    """At each length, the smallest end of a rising run of it."""
    for place in staying:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
    return len(staying) - len(ends)
