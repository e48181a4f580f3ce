"""The order of a course's sections and lessons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backend.queries.admin.placing import Place, put
from backend.tables import course_sections, lessons

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api_client.models.admin import OrderRequest
    from backend.queries.admin.rows import CourseRows

Order = list[tuple[Any, list[Any]]]
"""Sections with their lessons, as ids of the database."""


def order_of(rows: CourseRows) -> Order:
    """The order that a course has."""
    lessons_of: dict[Any, list[Any]] = {row.id: [] for row in rows.sections}
    for row in rows.lessons:
        lessons_of[row.sectionId].append(row.id)
    return list(lessons_of.items())


def wanted_order(connection: Connection, request: OrderRequest) -> Order:
    """The order that is asked for."""
    if connection.dialect.name != "sqlite":
        return [(section.id, section.lesson_ids) for section in request.sections]
    return [(str(section.id), [str(each) for each in section.lesson_ids]) for section in request.sections]


def store_order(connection: Connection, rows: CourseRows, order: Order) -> bool:
    """Give a course's rows, which are locked, an order of exactly them: 0, 1, 2 … within each parent.

    What has its place already is not written; False if nothing was.
    """
    at = datetime.now(UTC)
    course_id = rows.course.id
    had = {row.id: row.order for row in rows.sections}
    sections = [
        Place(section_id, place, course_id) for place, (section_id, _) in enumerate(order) if had[section_id] != place
    ]
    stay, move = _lesson_places(rows, order)
    put(connection, course_sections, sections, at)
    put(connection, lessons, stay, at)
    put(connection, lessons, move, at, "sectionId")
    return bool(sections or stay or move)


def _lesson_places(rows: CourseRows, order: Order) -> tuple[list[Place], list[Place]]:
    """The lessons that get another number in their section, and those that go to another section."""
    had = {row.id: (row.order, row.sectionId) for row in rows.lessons}
    stay: list[Place] = []
    move: list[Place] = []
    for section_id, lesson_ids in order:
        for place, lesson_id in enumerate(lesson_ids):
            old_place, old_section = had[lesson_id]
            if old_section != section_id:
                move.append(Place(lesson_id, place, section_id))
            elif old_place != place:
                stay.append(Place(lesson_id, place, section_id))
    return stay, move
