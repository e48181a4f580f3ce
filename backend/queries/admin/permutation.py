"""Whether an order that is asked for is one of exactly the sections and lessons of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api_client.models import FieldProblem
from backend.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend.queries.admin.order import Order
    from backend.queries.admin.rows import CourseRows, LessonRow, SectionRow

    Rows = Sequence[SectionRow] | Sequence[LessonRow]
    Faults = dict[str, list[FieldProblem]]

_NAMED = 10
"""Faults that a refusal names, of each kind: a request can have thousands."""


def check_permutation(rows: CourseRows, order: Order) -> None:
    """Raise 422 `not_a_permutation` unless every section and every lesson of the course is there once, and no other."""
    sections = [section_id for section_id, _ in order]
    lessons = [lesson_id for _, lesson_ids in order for lesson_id in lesson_ids]
    if _same(sections, rows.sections) and _same(lessons, rows.lessons):
        return
    faults = _faults("section", rows.sections, _sections(order)) | _faults("lesson", rows.lessons, _lessons(order))
    counts = ", ".join(f"{len(found)} {kind}" for kind, found in faults.items())
    raise Refusal(
        422,
        "not_a_permutation",
        f"This is not an order of what the course has: {counts}.",
        [fault for found in faults.values() for fault in found[:_NAMED]],
    )


def _same(ids: Sequence[Any], rows: Rows) -> bool:
    return len(ids) == len(rows) and set(ids) == {row.id for row in rows}


def _sections(order: Order) -> Iterable[tuple[str, Any]]:
    """A pointer to each section in the request, and its id."""
    return ((f"/sections/{at}/id", section_id) for at, (section_id, _) in enumerate(order))


def _lessons(order: Order) -> Iterable[tuple[str, Any]]:
    """A pointer to each lesson in the request, and its id."""
    for at, (_, lesson_ids) in enumerate(order):
        for place, lesson_id in enumerate(lesson_ids):
            yield f"/sections/{at}/lessonIds/{place}", lesson_id


def _faults(what: str, rows: Rows, wanted: Iterable[tuple[str, Any]]) -> Faults:
    """What is wrong with the ids of one kind, by how it is wrong."""
    missing = dict.fromkeys(row.id for row in rows)
    known = set(missing)
    extra: list[FieldProblem] = []
    twice: list[FieldProblem] = []
    for pointer, row_id in wanted:
        if row_id not in known:
            extra.append(FieldProblem(pointer=pointer, detail=f"The course has no {what} {row_id}."))
        elif row_id in missing:
            del missing[row_id]
        else:
            twice.append(FieldProblem(pointer=pointer, detail=f"The {what} {row_id} is here a second time."))
    lacking = [FieldProblem(pointer="/sections", detail=f"The {what} {row_id} is missing.") for row_id in missing]
    kinds = {f"{what}s missing": lacking, f"{what}s extra": extra, f"{what}s twice": twice}
    return {kind: found for kind, found in kinds.items() if found}
