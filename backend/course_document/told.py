"""What a document would change, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.course_document.plan import Plan
    from backend.course_document.rows import Rows

Changes = dict[str, int]


def told(plan: Plan, lost: tuple[int, int]) -> dict[str, Changes | int]:
    """The DocumentPlan of a plan; `lost` are the learners who would lose completions, and these."""
    learners, completions = lost
    is_changed = plan.course is not None and not plan.is_new
    return {
        "courses": {"created": int(plan.is_new), "changed": int(is_changed), "moved": 0, "deleted": 0},
        "sections": _changes(plan.sections),
        "lessons": _changes(plan.lessons),
        "learnerCount": learners,
        "completionCount": completions,
    }


def _changes(rows: Rows) -> Changes:
    return {
        "created": len(rows.created),
        "changed": len(rows.changed),
        "moved": rows.moved,
        "deleted": len(rows.deleted),
    }
