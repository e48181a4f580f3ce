"""What an outline lists: section heads, lessons and the blank lines between sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api_client.rows import LessonRow, SectionRow
from widgets.folding_list import SECTION_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

LessonView = Literal["all", "todo", "done", "preview"]


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A section's own row."""

    section: SectionRow
    folded: bool

    @property
    def row_id(self) -> str:
        """The id that the cursor follows."""
        return SECTION_PREFIX + self.section.id


@dataclass(frozen=True, slots=True)
class Gap:
    """The blank line before a section."""


OutlineRow = SectionHead | LessonRow | Gap


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which lessons are listed: those of a view whose names have all the words."""

    view: LessonView = "all"
    words: tuple[str, ...] = ()
    """Casefolded."""

    @property
    def shows_all(self) -> bool:
        """Whether nothing is left out."""
        return self.view == "all" and not self.words

    def has(self, lesson: LessonRow) -> bool:
        """Whether the lesson is listed."""
        name = lesson.name.casefold()
        return in_view(lesson, self.view) and all(word in name for word in self.words)


def in_view(lesson: LessonRow, view: LessonView) -> bool:
    """Whether the lesson belongs to a view. A locked one is neither to do nor done."""
    match view:
        case "all":
            return True
        case "todo":
            return lesson.completed_at is None and not lesson.locked
        case "done":
            return lesson.completed_at is not None
        case "preview":
            return lesson.status == "preview"


def flatten(
    sections: Sequence[SectionRow], folded: frozenset[str], narrowing: Narrowing, *, gaps: bool
) -> list[OutlineRow]:
    """The rows of an outline.

    While it is narrowed, sections without a lesson in it are left out and the others are unfolded: who searches wants
    to see what was found.
    """
    rows: list[OutlineRow] = []
    for section in sections:
        lessons = section.lessons if narrowing.shows_all else tuple(filter(narrowing.has, section.lessons))
        if not lessons and not narrowing.shows_all:
            continue
        if gaps and rows:
            rows.append(Gap())
        is_folded = narrowing.shows_all and section.id in folded
        rows.append(SectionHead(section, is_folded))
        if not is_folded:
            rows += lessons
    return rows
