"""The next visibility of rows, and what it means for who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.ordering.journal import Edited
from screens.admin.course.states import visibility_effect
from widgets.reorder_rows import section_id_of
from widgets.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screens.admin.course.course_rows import CourseRows

_AFTER = {"private": "public", "public": "preview", "preview": "private"}


def next_visibility(known: CourseRows, keys: Sequence[str]) -> list[Edited]:
    """The edits that give every row the visibility after that of the first one; a section is no preview."""
    sections = [id for key in keys if (id := section_id_of(key)) is not None]
    lessons = [key for key in keys if section_id_of(key) is None]
    first = known.lessons[lessons[0]].status if lessons else known.sections[sections[0]].status
    following = _AFTER.get(first, "private")
    for_sections = following
    if following == "preview":
        for_sections = "public" if lessons else "private"
    return [
        *(Edited("section", id, {"status": known.sections[id].status}, {"status": for_sections}) for id in sections),
        *(Edited("lesson", id, {"status": known.lessons[id].status}, {"status": following}) for id in lessons),
    ]


def effect_for_all(known: CourseRows, edits: Sequence[Edited], homes: Mapping[str, str]) -> str:
    """What the edits mean together: `3 rows: visible to buyers`."""
    effects = dict.fromkeys(_effect(known, edit, homes) for edit in edits)
    return f"{plural(len(edits), 'row')}: {'; '.join(effects)}"


def _effect(known: CourseRows, edit: Edited, homes: Mapping[str, str]) -> str:
    status = edit.after["status"] or ""
    if edit.kind == "section":
        return visibility_effect(status, None)
    home = known.sections.get(homes.get(edit.id, ""))
    return visibility_effect(status, home.status if home else "public")
