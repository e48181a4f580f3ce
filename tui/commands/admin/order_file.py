"""The file that `admin order` takes: lines as `admin outline` prints them in a pipe, or JSON."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel

from api_client.ordering.order import Order, SectionOrder
from api_client.resources.admin.body import parsed
from tui.commands.failure import Failure
from tui.commands.output import given


class OrderFile(NamedTuple):
    """The order that a file says."""

    order: Order
    version: str | None
    """Of the outline that it was made from, where the file names it."""


class _Lesson(BaseModel):
    id: UUID


class _Section(BaseModel):
    id: UUID
    lessonIds: list[UUID] = []  # noqa: N815  # the API's name
    lessons: list[_Lesson] = []


class _Order(BaseModel):
    sections: list[_Section]
    version: str | None = None


def parse_order(text: str) -> OrderFile:
    """The order in a file. Raises Failure, which names the line, and Invalid for JSON that is no order."""
    if text.lstrip().startswith("{"):
        read = parsed(_Order, text)
        sections = (
            SectionOrder(str(each.id), tuple(map(str, [*each.lessonIds, *(lesson.id for lesson in each.lessons)])))
            for each in read.sections
        )
        return OrderFile(tuple(sections), read.version)
    return OrderFile(_lines(text), None)


def faults(order: Order, course: Order) -> list[str]:
    """Why this is no order of the course's sections and lessons, a line each: what lacks, is extra, or stands twice."""
    found = Counter(_ids(order))
    there = set(_ids(course))
    return [
        *(f"{id} is missing." for id in _ids(course) if id not in found),
        *(f"{id} is not in the course." for id in found if id not in there),
        *(f"{id} stands {count} times." for id, count in found.items() if count > 1),
    ]


def _ids(order: Order) -> list[str]:
    return [id for section in order for id in (section.id, *section.lesson_ids)]


def _lines(text: str) -> Order:
    sections: list[tuple[str, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        kind, id = _line(number, line)
        if kind == "section":
            sections.append((id, []))
        elif sections:
            sections[-1][1].append(id)
        else:
            raise Failure(f"Line {number}: a lesson stands below its section.")
    return tuple(SectionOrder(id, tuple(lessons)) for id, lessons in sections)


def _line(number: int, line: str) -> tuple[str, str]:
    """Whether it is a section or a lesson, and its id; the rest of the line is for people."""
    kind, id, *_ = [*line.split("\t"), "", ""]
    try:
        if kind in ("section", "lesson"):
            return kind, str(UUID(id.strip()))
    except ValueError:
        pass
    raise Failure(
        f"Line {number}: “{given(line)}” names nothing.",
        "A line begins with section or lesson, a tab, and an id: `syllabus admin outline COURSE | cat` prints such.",
    )
