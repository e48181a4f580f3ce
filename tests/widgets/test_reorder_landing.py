"""Where a dragged row lands."""

from __future__ import annotations

import pytest

from screens.admin.course.moving import landed
from tests.widgets.reordering import course, lesson_row, section_row, text
from widgets.reorder_landing import Landing, lesson_landing, section_landing
from widgets.reorder_rows import Contents, head, listing, numbers

ORDER = course("abc", "", "de")
NONE: frozenset[str] = frozenset()


def keys(folded: frozenset[str] = NONE, *, gaps: bool = False) -> list[str]:
    sections = {section.id: section_row(section.id) for section in ORDER}
    lessons = {id: lesson_row(id, section.id) for section in ORDER for id in section.lesson_ids}
    return listing(Contents(sections, lessons, ORDER), folded, (), gaps=gaps)


def after(landing: Landing | None, key: str) -> str:
    """The order after it, with the number that was promised."""
    if landing is None:
        return "stays"
    order = landed(ORDER, key, landing.gap)
    flat = [id for section in order for id in section.lesson_ids]
    number = flat.index(key) + 1 if key in flat else [head(each.id) for each in order].index(key) + 1
    assert number == landing.number
    return text(order)


# The rows are: 0 §1, 1 a, 2 b, 3 c, 4 §2, 5 §3, 6 d, 7 e.
@pytest.mark.parametrize(
    ("key", "index", "expected"),
    [
        ("b", 0, "1bac 2 3de"), ("b", 1, "1bac 2 3de"), ("b", 2, "stays"), ("b", 3, "stays"), ("b", 4, "1acb 2 3de"),
        ("b", 5, "1ac 2b 3de"), ("b", 6, "1ac 2 3bde"), ("b", 7, "1ac 2 3dbe"), ("b", 99, "1ac 2 3deb"),
        ("d", 4, "1abcd 2 3e"), ("d", 5, "1abc 2d 3e"), ("d", 6, "stays"), ("a", 1, "stays"), ("e", 1, "1eabc 2 3d"),
    ],
)  # fmt: skip
def test_a_lesson_lands_above_the_row_that_the_mouse_is_on(key: str, index: int, expected: str) -> None:
    assert after(lesson_landing(ORDER, keys(), NONE, numbers(ORDER), key, index), key) == expected


def test_below_a_folded_section_a_lesson_lands_at_its_end() -> None:
    folded = frozenset("1")
    landing = lesson_landing(ORDER, keys(folded), folded, numbers(ORDER), "d", 1)
    assert after(landing, "d") == "1abcd 2 3e"


def test_the_line_stands_at_the_section_not_below_the_blank_line_after_it() -> None:
    # 0 §1, 1 a, 2 b, 3 c, 4 blank, 5 §2, 6 blank, 7 §3, 8 d, 9 e.
    landing = lesson_landing(ORDER, keys(gaps=True), NONE, numbers(ORDER), "d", 5)
    assert landing is not None
    assert landing.row == 4
    assert after(landing, "d") == "1abcd 2 3e"


@pytest.mark.parametrize(
    ("section", "index", "expected"),
    [
        ("3", 0, "3de 1abc 2"), ("3", 1, "3de 1abc 2"), ("3", 2, "1abc 3de 2"), ("3", 3, "1abc 3de 2"),
        ("3", 4, "1abc 3de 2"), ("3", 6, "stays"), ("1", 1, "stays"), ("1", 3, "stays"), ("1", 5, "2 1abc 3de"),
        ("1", 7, "2 3de 1abc"), ("1", 99, "2 3de 1abc"), ("2", 1, "2 1abc 3de"), ("2", 7, "1abc 3de 2"),
    ],
)  # fmt: skip
def test_a_section_lands_beside_the_section_that_the_mouse_is_on(section: str, index: int, expected: str) -> None:
    assert after(section_landing(ORDER, keys(), section, index), head(section)) == expected
