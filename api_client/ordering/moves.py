"""Moving a lesson or a section within a course's order.

Every function returns the new order: the given one itself where nothing can move. Places and positions beyond an end
mean that end. An id that is not in the order raises KeyError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from api_client.ordering.order import Place, SectionOrder, place_of, section_index

if TYPE_CHECKING:
    from api_client.ordering.order import Order

Step = Literal[-1, 1]
"""Up or down."""


def step_lesson(order: Order, lesson_id: str, step: Step) -> Order:
    """Move a lesson by one: past its section's edge into the section beside it, which may be empty."""
    place = place_of(order, lesson_id)
    index = place.offset + step
    if 0 <= index < len(order[section_index(order, place.section_id)].lesson_ids):
        return place_lesson(order, lesson_id, Place(place.section_id, index))
    return lesson_to_section(order, lesson_id, step)


def lesson_to_section(order: Order, lesson_id: str, step: Step) -> Order:
    """Move a lesson into the section beside its own: to the end of the one above, to the start of the one below."""
    section = section_index(order, place_of(order, lesson_id).section_id) + step
    if not 0 <= section < len(order):
        return order
    target = order[section]
    return place_lesson(order, lesson_id, Place(target.id, len(target.lesson_ids) if step < 0 else 0))


def lesson_to_start(order: Order, lesson_id: str) -> Order:
    """Move a lesson to the start of the course: into the first section, also where that is empty."""
    return place_lesson(order, lesson_id, Place(order[0].id, 0))


def lesson_to_end(order: Order, lesson_id: str) -> Order:
    """Move a lesson to the end of the course: into the last section, also where that is empty."""
    return place_lesson(order, lesson_id, Place(order[-1].id, len(order[-1].lesson_ids)))


def lesson_to_position(order: Order, lesson_id: str, position: int) -> Order:
    """Move a lesson to where, from 1 in the whole course, another stands, which makes room for it.

    It comes into that lesson's section: before it on the way up, after it on the way down.
    """
    here = place_of(order, lesson_id)
    target = _place_at(order, position)
    if section_index(order, target.section_id) > section_index(order, here.section_id):
        target = Place(target.section_id, target.offset + 1)
    return place_lesson(order, lesson_id, target)


def drop_lesson(order: Order, lesson_id: str, gap: Place) -> Order:
    """Move a lesson into a gap: before what stands at that place now, the lesson itself counted."""
    here = place_of(order, lesson_id)
    below = gap.section_id == here.section_id and gap.offset > here.offset
    return place_lesson(order, lesson_id, Place(gap.section_id, gap.offset - below))


def place_lesson(order: Order, lesson_id: str, place: Place) -> Order:
    """Move a lesson to a place: where it stands afterwards."""
    here = place_of(order, lesson_id)
    section_index(order, place.section_id)
    lifted = {
        section.id: [each for each in section.lesson_ids if each != lesson_id]
        for section in order
        if section.id in (here.section_id, place.section_id)
    }
    lifted[place.section_id].insert(max(place.offset, 0), lesson_id)
    moved = tuple(
        SectionOrder(section.id, tuple(lifted[section.id])) if section.id in lifted else section for section in order
    )
    return order if moved == order else moved


def step_section(order: Order, section_id: str, step: Step) -> Order:
    """Move a section with its lessons by one."""
    return section_to_position(order, section_id, section_index(order, section_id) + 1 + step)


def section_to_position(order: Order, section_id: str, position: int) -> Order:
    """Move a section with its lessons to a position among the sections, from 1: where it stands afterwards."""
    here = section_index(order, section_id)
    sections = [*order[:here], *order[here + 1 :]]
    sections.insert(max(position - 1, 0), order[here])
    moved = tuple(sections)
    return order if moved == order else moved


def drop_section(order: Order, section_id: str, gap: int) -> Order:
    """Move a section with its lessons into a gap: before the section that stands there now, from 0."""
    return section_to_position(order, section_id, gap + (gap <= section_index(order, section_id)))


def _place_at(order: Order, position: int) -> Place:
    """Where the lesson at a position stands."""
    left = max(position, 1)
    last = Place(order[0].id, 0)
    for section in order:
        count = len(section.lesson_ids)
        if left <= count:
            return Place(section.id, left - 1)
        left -= count
        if count:
            last = Place(section.id, count - 1)
    return last
