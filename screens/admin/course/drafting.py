"""A working copy as the draft that is kept of it, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from api_client.draft_rows import Draft
from screens.admin.course.working_copy import WorkingCopy

if TYPE_CHECKING:
    from datetime import datetime


def draft_of(course_id: str, course_name: str, copy: WorkingCopy, now: datetime) -> Draft:
    """What is kept: the orders, and what was moved on purpose. What was undone before a crash stays undone."""
    staged = json.dumps(sorted(copy.staged))
    return Draft(course_id, course_name, copy.version, copy.base, copy.order, staged, now)


def recovered(draft: Draft) -> WorkingCopy:
    """The working copy that a draft was made of; all of its moves are undone at once."""
    copy = WorkingCopy.of(draft.base, draft.base_version)
    return copy.moved(draft.staged, *staged_in(draft))


def staged_in(draft: Draft) -> frozenset[str]:
    """The ids that were moved on purpose; none where that cannot be read, which only tells swaps apart less well."""
    try:
        return frozenset(map(str, json.loads(draft.journal)))
    except ValueError:
        return frozenset()
