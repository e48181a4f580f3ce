"""Whether an order that is asked for is one of exactly the sections and lessons of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.models import FieldProblem
from backend.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from api_client.models.admin import OrderRequest
    from backend.queries.admin.rows import CourseRows

_NAMED = 10
"""Faults that a refusal names, of each kind: a request can have thousands."""


def check_permutation(rows: CourseRows, wanted: OrderRequest) -> None:
    """Raise 422 `not_a_permutation` unless every section and every lesson of the course is there once, and no other."""
    sections = [(f"/sections/{at}/id", section.id) for at, section in enumerate(wanted.sections)]
    lessons = [
        (f"/sections/{at}/lessonIds/{place}", lesson_id)
        for at, section in enumerate(wanted.sections)
        for place, lesson_id in enumerate(section.lesson_ids)
    ]
    faults = [
        *_faults("section", [str(row.id) for row in rows.sections], sections),
        *_faults("lesson", [str(row.id) for row in rows.lessons], lessons),
    ]
    if faults:
        raise Refusal(
            422, "not_a_permutation", _sentence(faults), [each for _, some in faults for each in some[:_NAMED]]
        )


def _faults(
    what: str, present: Iterable[str], wanted: Iterable[tuple[str, UUID]]
) -> list[tuple[str, list[FieldProblem]]]:
    """What is wrong with the ids of one kind, by how it is wrong; `wanted` has a pointer to each."""
    missing = dict.fromkeys(present)
    known = set(missing)
    extra: list[FieldProblem] = []
    twice: list[FieldProblem] = []
    for pointer, wanted_id in wanted:
        row_id = str(wanted_id)
        if row_id not in known:
            extra.append(FieldProblem(pointer=pointer, detail=f"The course has no {what} {row_id}."))
        elif row_id in missing:
            del missing[row_id]
        else:
            twice.append(FieldProblem(pointer=pointer, detail=f"The {what} {row_id} is here a second time."))
    lacking = [FieldProblem(pointer="/sections", detail=f"The {what} {row_id} is missing.") for row_id in missing]
    kinds = {f"{what}s missing": lacking, f"{what}s extra": extra, f"{what}s twice": twice}
    return [(kind, found) for kind, found in kinds.items() if found]


def _sentence(faults: Sequence[tuple[str, list[FieldProblem]]]) -> str:
    counts = ", ".join(f"{len(found)} {kind}" for kind, found in faults)
    return f"This is not an order of what the course has: {counts}."
