"""Where a row that is dragged with the mouse lands: between which rows, and at which number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api_client.ordering.order import Place
from widgets.reorder_rows import GAP, section_id_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api_client.ordering.order import Order


class Landing(NamedTuple):
    """A gap between rows."""

    row: int
    """The index of the row that it is above."""
    gap: Place | int
    """For a lesson before which place of which section, for a section before which of the sections, from 0: the
    dragged one itself counted."""
    number: int
    """What the row's number will be, from 1."""
    total: int


def lesson_landing(
    order: Order, keys: Sequence[str], folded: frozenset[str], numbers: Mapping[str, int], key: str, index: int
) -> Landing | None:
    """Where a lesson lands above the row `index`; None where it would stay where it is."""
    index = max(1, min(index, len(keys)))
    while keys[index - 1] == GAP:
        index -= 1
    section, place = _place_below(order, keys[index - 1], folded)
    before = sum(len(each.lesson_ids) for each in order[:section]) + place
    own = numbers[key]
    stays = key in order[section].lesson_ids and own - 1 <= before <= own
    if stays:
        return None
    number = before + 1 - (own <= before)
    return Landing(index, Place(order[section].id, place), number, len(numbers))


def section_landing(order: Order, keys: Sequence[str], section_id: str, index: int) -> Landing | None:
    """Where a section lands with the mouse on the row `index`: before or after that row's section, which is nearer."""
    heads = [place for place, key in enumerate(keys) if section_id_of(key) is not None]
    ends = [*heads[1:], len(keys)]
    index = max(0, min(index, len(keys) - 1))
    over = max(place for place, start in enumerate(heads) if start <= index or place == 0)
    middle = (heads[over] + ends[over]) / 2
    gap = over if index < middle else over + 1
    own = next(place for place, section in enumerate(order) if section.id == section_id)
    if gap in (own, own + 1):
        return None
    row = heads[gap] if gap < len(heads) else len(keys)
    if row and keys[row - 1] == GAP:
        row -= 1
    return Landing(row, gap, gap + 1 - (own < gap), len(order))


def _place_below(order: Order, key: str, folded: frozenset[str]) -> tuple[int, int]:
    """Below a row: which section, and before which of its lessons. Below a folded section: at its end."""
    section_id = section_id_of(key)
    for index, section in enumerate(order):
        if section.id == section_id:
            return index, len(section.lesson_ids) if section_id in folded else 0
        if section_id is None and key in section.lesson_ids:
            return index, section.lesson_ids.index(key) + 1
    raise KeyError(key)
