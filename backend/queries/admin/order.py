"""The order of a course's sections and lessons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from backend.queries.admin.placing import put
from backend.queries.admin.rows import CourseRows, LessonRow
from backend.tables import course_sections, lessons

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api_client.models.admin import OrderRequest
    from backend.queries.admin.placing import Places
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


@dataclass(frozen=True, slots=True)
class Reordering:
    """What an order changes in a course."""

    rows: CourseRows
    """As they will be: nobody has to read them again."""
    sections: Places
    lessons: Places
    """Of those that stay in their section."""
    moved: Places
    """Of lessons that go to another section."""
    at: datetime


def reordering(rows: CourseRows, order: Order) -> Reordering:
    """What gives a course's rows an order of exactly them: 0, 1, 2 … within each parent. What has its place stays."""
    at = datetime.now(UTC)
    written = to_json(at).decode().strip('"')
    sections, new_sections = _placed_sections(rows, order, written)
    lessons, moved, new_lessons = _placed_lessons(rows, order, written)
    return Reordering(CourseRows(rows.course, new_sections, new_lessons), sections, lessons, moved, at)


def store_order(connection: Connection, change: Reordering) -> None:
    """Put the rows, which are locked, into their places."""
    put(connection, course_sections, change.sections, change.at)
    put(connection, lessons, change.lessons, change.at)
    put(connection, lessons, change.moved, change.at, "sectionId")


def _placed_sections(rows: CourseRows, order: Order, at: str) -> tuple[Places, list[SectionRow]]:
    """The sections that get another number, and all of them as they will be."""
    old = {row.id: row for row in rows.sections}
    places: Places = defaultdict(dict)
    new: list[SectionRow] = []
    for place, (section_id, _) in enumerate(order):
        row = old[section_id]
        if row.order != place:
            places[row.courseId][section_id] = place
            row = row._replace(order=place, updatedAt=at)
        new.append(row)
    return places, new


def _placed_lessons(rows: CourseRows, order: Order, at: str) -> tuple[Places, Places, list[LessonRow]]:
    """The lessons that get another number in their section, those that go to another, and all as they will be."""
    old = {row.id: row for row in rows.lessons}
    stay: Places = defaultdict(dict)
    move: Places = defaultdict(dict)
    new: list[LessonRow] = []
    for section_id, lesson_ids in order:
        for place, lesson_id in enumerate(lesson_ids):
            row = old[lesson_id]
            _, name, description, video, old_place, status, old_section, created_at, _ = row
            if old_section != section_id:
                move[section_id][lesson_id] = place
            elif old_place != place:
                stay[section_id][lesson_id] = place
            else:
                new.append(row)
                continue
            # `_replace` would take twice as long.
            new.append(LessonRow(lesson_id, name, description, video, place, status, section_id, created_at, at))
    return stay, move, new
