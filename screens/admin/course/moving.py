"""What the tree of a course asks for, done to its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.ordering import moves
from api_client.ordering.order import Place
from widgets.reorder_rows import section_id_of

if TYPE_CHECKING:
    from api_client.ordering.order import Order
    from widgets.reorder_grab import Way


def moved(order: Order, key: str, to: Way | int) -> Order:
    """The order with a row moved: a way, or to a number as people count. A section goes past sections alone."""
    section_id = section_id_of(key)
    if section_id is None:
        return _lesson_moved(order, key, to)
    match to:
        case "up" | "previous":
            return moves.step_section(order, section_id, -1)
        case "down" | "next":
            return moves.step_section(order, section_id, 1)
        case "first":
            return moves.section_to_position(order, section_id, 1)
        case "last":
            return moves.section_to_position(order, section_id, len(order))
        case int():
            return moves.section_to_position(order, section_id, to)


def _lesson_moved(order: Order, lesson_id: str, to: Way | int) -> Order:
    match to:
        case "up":
            return moves.step_lesson(order, lesson_id, -1)
        case "down":
            return moves.step_lesson(order, lesson_id, 1)
        case "previous":
            return moves.lesson_to_section(order, lesson_id, -1)
        case "next":
            return moves.lesson_to_section(order, lesson_id, 1)
        case "first":
            return moves.lesson_to_start(order, lesson_id)
        case "last":
            return moves.lesson_to_end(order, lesson_id)
        case int():
            return moves.lesson_to_position(order, lesson_id, to)


def landed(order: Order, key: str, gap: Place | int) -> Order:
    """The order with a row dropped into a gap."""
    section_id = section_id_of(key)
    if isinstance(gap, Place):
        return moves.drop_lesson(order, key, gap)
    return order if section_id is None else moves.drop_section(order, section_id, gap)
