"""The order of a course's sections and lessons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from backend.queries.admin.placing import put
from backend.queries.admin.rows import CourseRows, LessonRow
from backend.tables import course_sections, lessons

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api_client.models.admin import OrderRequest
    from backend.queries.admin.placing import Place
    from backend.queries.admin.rows import SectionRow

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
    # pydantic writes ids as text ten times as fast as `str` does.
    return [(section["id"], section["lessonIds"]) for section in request.model_dump(mode="json")["sections"]]


def store_order(connection: Connection, rows: CourseRows, order: Order) -> CourseRows:
    """Give a course's rows, which are locked, an order of exactly them: 0, 1, 2 … within each parent.

    Returns the rows as they are then, without reading them again. What has its place already is not written.
    """
    at = datetime.now(UTC)
    written = to_json(at).decode().strip('"')
    sections, new_sections = _placed_sections(rows, order, written)
    stay, move, new_lessons = _placed_lessons(rows, order, written)
    put(connection, course_sections, sections, at)
    put(connection, lessons, stay, at)
    put(connection, lessons, move, at, "sectionId")
    return CourseRows(rows.course, new_sections, new_lessons)


def _placed_sections(rows: CourseRows, order: Order, at: str) -> tuple[list[Place], list[SectionRow]]:
    """The sections that get another number, and all of them as they will be."""
    old = {row.id: row for row in rows.sections}
    places: list[Place] = []
    new: list[SectionRow] = []
    for place, (section_id, _) in enumerate(order):
        row = old[section_id]
        if row.order != place:
            places.append((section_id, place, row.courseId))
            row = row._replace(order=place, updatedAt=at)
        new.append(row)
    return places, new


def _placed_lessons(rows: CourseRows, order: Order, at: str) -> tuple[list[Place], list[Place], list[LessonRow]]:
    """The lessons that get another number in their section, those that go to another, and all as they will be."""
    old = {row.id: row for row in rows.lessons}
    stay: list[Place] = []
    move: list[Place] = []
    new: list[LessonRow] = []
    for section_id, lesson_ids in order:
        for place, lesson_id in enumerate(lesson_ids):
            row = old[lesson_id]
            _, name, description, video, old_place, status, old_section, created_at, _ = row
            if old_section != section_id:
                move.append((lesson_id, place, section_id))
            elif old_place != place:
                stay.append((lesson_id, place, section_id))
            else:
                new.append(row)
                continue
            # `_replace` would take twice as long.
            new.append(LessonRow(lesson_id, name, description, video, place, status, section_id, created_at, at))
    return stay, move, new
