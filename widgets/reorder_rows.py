"""What an admin's tree lists: the rows of a course's sections and lessons as keys, and what each of them shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count, repeat
from typing import TYPE_CHECKING

from api_client.admin_rows import AdminLessonRow, AdminSectionRow
from widgets.folding_list import SECTION_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api_client.ordering.order import Order, Spot

LANDING = "landing:"
"""The key of the line that shows where a dragged row lands."""
GAP = ""
"""The key of a blank line."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A course's sections and lessons in the order that is wanted, beside the one that is saved."""

    sections: Mapping[str, AdminSectionRow] = field(default_factory=dict[str, AdminSectionRow])
    lessons: Mapping[str, AdminLessonRow] = field(default_factory=dict[str, AdminLessonRow])
    order: Order = ()
    was: Mapping[str, Spot] = field(default_factory=dict[str, "Spot"])
    """Where each stands in the order that is saved."""
    moved: frozenset[str] = frozenset()
    """The ids of those whose new place is not saved."""
    saving: frozenset[str] = frozenset()
    """The ids of those whose change is on its way to the server."""
    learner_count: int = 0


def head(section_id: str) -> str:
    """The key of a section's own row."""
    return SECTION_PREFIX + section_id


def section_id_of(key: str) -> str | None:
    """The id of the section whose own row has this key; None for other rows."""
    return key.removeprefix(SECTION_PREFIX) if key.startswith(SECTION_PREFIX) else None


# Cached, here and below: on every key the tree asks them, and what is said of the moves.
@lru_cache(maxsize=4)
def numbers(order: Order) -> Mapping[str, int]:
    """The number of each lesson in the course, from 1."""
    return dict(zip(chain.from_iterable(section.lesson_ids for section in order), count(1), strict=False))


@lru_cache(maxsize=4)
def homes(order: Order) -> Mapping[str, str]:
    """The id of each lesson's section."""
    ids = chain.from_iterable(section.lesson_ids for section in order)
    return dict(zip(ids, chain.from_iterable(repeat(each.id, len(each.lesson_ids)) for each in order), strict=True))


def listing(contents: Contents, folded: frozenset[str], words: tuple[str, ...], *, gaps: bool) -> list[str]:
    """The keys of the rows.

    With words, casefolded, only the lessons with all of them in their names, unfolded, below their sections, and the
    sections that have them in their own.
    """
    # Of 5,000 lessons on every key: whole sections at a time.
    keys: list[str] = []
    for section in contents.order:
        lesson_ids = section.lesson_ids
        if words:
            lesson_ids = tuple(id for id in lesson_ids if _has(contents.lessons[id].name, words))
            if not lesson_ids and not _has(contents.sections[section.id].name, words):
                continue
        if gaps and keys:
            keys.append(GAP)
        keys.append(head(section.id))
        if words or section.id not in folded:
            keys += lesson_ids
    return keys


def _has(name: str, words: tuple[str, ...]) -> bool:
    folded = name.casefold()
    return all(word in folded for word in words)
