"""What an outline lists."""

from __future__ import annotations

from datetime import UTC, datetime

from api_client.rows import LessonRow, SectionRow
from widgets.outline_rows import Gap, Narrowing, OutlineRow, SectionHead, flatten

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def lesson(id: str, section: str, *, done: bool = False, locked: bool = False, status: str = "public") -> LessonRow:
    return LessonRow(id, f"Lesson {id}", section, 1, status, locked, NOW if done else None, False, "saved")


SECTIONS = (
    SectionRow("1", "One", 2, 1, (lesson("a", "1", done=True), lesson("b", "1"))),
    SectionRow("2", "Two", 1, 0, (lesson("c", "2", locked=True),)),
    SectionRow("3", "Three", 1, 0, (lesson("d", "3", status="preview"),)),
    SectionRow("4", "Empty", 0, 0, ()),
)
NONE: frozenset[str] = frozenset()


def drawn(rows: list[OutlineRow]) -> str:
    """Sections as ▾ or ▸ with their ids, lessons by id, blank lines as a dot."""
    signs = {True: "▸", False: "▾"}
    parts: list[str] = []
    for row in rows:
        match row:
            case SectionHead(section, folded):
                parts.append(signs[folded] + section.id)
            case LessonRow():
                parts.append(row.id)
            case Gap():
                parts.append(".")
    return " ".join(parts)


def test_folded_sections_hide_their_lessons() -> None:
    assert drawn(flatten(SECTIONS, NONE, Narrowing(), gaps=False)) == "▾1 a b ▾2 c ▾3 d ▾4"
    assert drawn(flatten(SECTIONS, frozenset({"1", "3"}), Narrowing(), gaps=False)) == "▸1 ▾2 c ▸3 ▾4"


def test_blank_lines_stand_between_sections_only() -> None:
    assert drawn(flatten(SECTIONS[:2], frozenset({"1"}), Narrowing(), gaps=True)) == "▸1 . ▾2 c"
    assert flatten((), NONE, Narrowing(), gaps=True) == []


def test_what_is_narrowed_is_unfolded_and_without_empty_sections() -> None:
    folded = frozenset({"1", "2", "3", "4"})
    assert drawn(flatten(SECTIONS, folded, Narrowing("todo"), gaps=False)) == "▾1 b ▾3 d"
    assert drawn(flatten(SECTIONS, folded, Narrowing("done"), gaps=False)) == "▾1 a"
    assert drawn(flatten(SECTIONS, folded, Narrowing("preview"), gaps=False)) == "▾3 d"
    assert drawn(flatten(SECTIONS, folded, Narrowing("all", ("lesson", "c")), gaps=False)) == "▾2 c"
    assert drawn(flatten(SECTIONS, folded, Narrowing("done", ("b",)), gaps=False)) == ""
