"""What in courses and products is probably not meant, each told as a sentence."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from api_client.models.video import VIDEO_ID
from backend.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend.statement import AnyRow

Finding = dict[str, Any]

_ERRORS = {"malformed_video", "public_product_without_lesson"}
"""Where somebody pays, or opens a lesson, and gets nothing. The rest are warnings."""


def findings(content: Sequence[AnyRow], products: Iterable[AnyRow]) -> list[Finding]:
    """The Findings of `content_rows` and `idle_products`: errors first, each kind in the order of the rows."""
    found = [*map(_idle_product, products)]
    for _, rows in groupby(content, key=attrgetter("courseId")):
        found += _of_course(list(rows))
    return sorted(found, key=lambda finding: finding["severity"] != "error")


def _of_course(rows: Sequence[AnyRow]) -> Iterator[Finding]:
    by_section = groupby((row for row in rows if row.sectionId), key=attrgetter("sectionId"))
    sections = [next(group) for _, group in by_section]
    lessons = [row for row in rows if row.lessonId]
    yield from _equal_orders(sections)
    for section in sections:
        if not section.lessonId:
            yield _finding("empty_section", section, f"The section {_section(section)} has no lesson.")
    for lesson in lessons:
        yield from _of_lesson(lesson)
    yield from _duplicates(lessons)
    for _, group in groupby(lessons, key=attrgetter("sectionId")):
        yield from _equal_orders(list(group))


def _of_lesson(row: AnyRow) -> Iterator[Finding]:
    if row.lessonStatus != "private" and row.sectionStatus != "public":
        detail = f"The lesson {_lesson(row)} is {row.lessonStatus}, but its section is private: nobody sees it."
        yield _finding("public_lesson_in_private_section", row, detail)
    if not VIDEO_ID.match(row.youtubeVideoId):
        detail = f"The video {quoted(row.youtubeVideoId)} of the lesson {_lesson(row)} is no id of YouTube's."
        yield _finding("malformed_video", row, detail)


def _duplicates(lessons: Iterable[AnyRow]) -> Iterator[Finding]:
    first: dict[str, AnyRow] = {}
    for row in lessons:
        other = first.setdefault(row.youtubeVideoId, row)
        if other is not row:
            detail = f"The lesson {_lesson(row)} has the video of the lesson {_lesson(other)}."
            yield _finding("duplicate_video", row, detail)


def _equal_orders(rows: Sequence[AnyRow]) -> Iterator[Finding]:
    """Of the lessons of a section; of the sections of a course where each row is a section's first."""
    for before, row in pairwise(rows):
        is_lesson = row.sectionId == before.sectionId
        if is_lesson and row.lessonOrder == before.lessonOrder:
            detail = f"The lessons {quoted(before.lessonName)} and {_lesson(row)} have the same order."
            yield _finding("equal_orders", row, detail)
        if not is_lesson and row.sectionOrder == before.sectionOrder:
            detail = f"The sections {quoted(before.sectionName)} and {_section(row)} have the same order."
            yield _finding("equal_orders", row, detail, of_lesson=False)


def _idle_product(row: AnyRow) -> Finding:
    detail = f"The product {quoted(row.name)} is for sale, but there is no lesson in it that a buyer would see."
    code = "public_product_without_lesson"
    return {
        "code": code,
        "severity": _severity(code),
        "courseId": None,
        "sectionId": None,
        "lessonId": None,
        "productId": row.id,
        "detail": detail,
    }


def _finding(code: str, row: AnyRow, detail: str, *, of_lesson: bool = True) -> Finding:
    return {
        "code": code,
        "severity": _severity(code),
        "courseId": row.courseId,
        "sectionId": row.sectionId,
        "lessonId": row.lessonId if of_lesson else None,
        "productId": None,
        "detail": detail,
    }


def _severity(code: str) -> str:
    return "error" if code in _ERRORS else "warning"


def _lesson(row: AnyRow) -> str:
    return f"{quoted(row.lessonName)} in {_section(row)}"


def _section(row: AnyRow) -> str:
    return f"{quoted(row.sectionName)} of {quoted(row.courseName)}"
