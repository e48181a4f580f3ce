"""Orders to test with, written as text: `a: 1 2 | b: | c: 3` are three sections with their lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from api_client.ordering.moves import place_lesson, section_to_position
from api_client.ordering.order import Place, SectionOrder

if TYPE_CHECKING:
    from api_client.ordering.order import Order


def order(text: str) -> Order:
    """The order that a text describes."""
    sections = [part.partition(":") for part in text.split("|") if part.strip()]
    return tuple(SectionOrder(id.strip(), tuple(lessons.split())) for id, _, lessons in sections)


def text(of: Order) -> str:
    """The text that describes an order."""
    return " | ".join(f"{section.id}: {' '.join(section.lesson_ids)}".strip() for section in of)


def lessons(of: Order) -> list[str]:
    """All lessons in order."""
    return [id for section in of for id in section.lesson_ids]


def without(of: Order, ids: set[str]) -> Order:
    """The order without some sections and lessons."""
    return tuple(
        SectionOrder(section.id, tuple(id for id in section.lesson_ids if id not in ids))
        for section in of
        if section.id not in ids
    )


@st.composite
def orders(draw: st.DrawFn, *, lesson_count: int = 8) -> Order:
    """A course with up to four sections, some of them empty."""
    sections = draw(st.integers(1, 4))
    homes = draw(st.lists(st.integers(0, sections - 1), max_size=lesson_count))
    return tuple(
        SectionOrder(f"s{number}", tuple(f"l{index}" for index, home in enumerate(homes) if home == number))
        for number in range(sections)
    )


@st.composite
def moved(draw: st.DrawFn, of: Order, *, most: int = 4) -> tuple[Order, frozenset[str]]:
    """The order after some moves, and the ids that were moved."""
    staged: set[str] = set()
    for _ in range(draw(st.integers(0, most))):
        ids = lessons(of)
        if ids and draw(st.booleans()):
            id = draw(st.sampled_from(ids))
            of = place_lesson(of, id, Place(draw(st.sampled_from(of)).id, draw(st.integers(0, len(ids)))))
        else:
            id = draw(st.sampled_from(of)).id
            of = section_to_position(of, id, draw(st.integers(1, len(of))))
        staged.add(id)
    return of, frozenset(staged)


@st.composite
def rebuilt(draw: st.DrawFn, of: Order) -> Order:
    """The order after another admin's visit: moves, deletions, and new lessons and sections."""
    of, _ = draw(moved(of))
    ids = [*lessons(of), *(section.id for section in of)]
    of = without(of, draw(st.sets(st.sampled_from(ids), max_size=2)))
    for number in range(draw(st.integers(0, 2))):
        sections = list(of)
        sections.insert(draw(st.integers(0, len(sections))), SectionOrder(f"new s{number}", ()))
        of = tuple(sections)
    for number in range(draw(st.integers(0, 2)) if of else 0):
        home = draw(st.sampled_from(of))
        place = draw(st.integers(0, len(home.lesson_ids)))
        longer = (*home.lesson_ids[:place], f"new l{number}", *home.lesson_ids[place:])
        of = tuple(section._replace(lesson_ids=longer) if section is home else section for section in of)
    return of


@st.composite
def visits(draw: st.DrawFn) -> tuple[Order, Order, Order, frozenset[str]]:
    """A base, our order of it, theirs, and what we moved; sometimes without saying what we moved."""
    base = draw(orders())
    ours, staged = draw(moved(base))
    return base, ours, draw(rebuilt(base)), staged if draw(st.booleans()) else frozenset()
