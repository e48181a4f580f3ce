"""Short codes for ids, so that lines of a text can be told from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from api_client.models.admin import AdminOutline

_SHORTEST = 4
_LONGEST = 32


def codes(outline: AdminOutline) -> dict[UUID, str]:
    """A code for every section and lesson: the end of its id, as long as it takes for none to be another's.

    The end, because ids that were made one after another begin alike.
    """
    ids = {section.id for section in outline.sections}
    ids.update(lesson.id for section in outline.sections for lesson in section.lessons)
    for length in range(_SHORTEST, _LONGEST):
        found = {id: id.hex[-length:] for id in ids}
        if len(set(found.values())) == len(ids):
            return found
    return {id: id.hex for id in ids}
