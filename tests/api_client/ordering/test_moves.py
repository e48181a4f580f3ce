"""Moving lessons and sections by keys and by mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.ordering import moves
from api_client.ordering.order import Place, place_of, spots
from tests.api_client.ordering.orders import lessons, order, orders, text

if TYPE_CHECKING:
    from api_client.ordering.moves import Step
    from api_client.ordering.order import Order

COURSE = order("a: 1 2 | b: | c: 3 4")


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [
        ("a: 1 2 | b: | c: 3 4", 1, "a: 2 1 | b: | c: 3 4"),
        ("a: 2 1 | b: | c: 3 4", 1, "a: 2 | b: 1 | c: 3 4"),
        ("a: 2 | b: 1 | c: 3 4", 1, "a: 2 | b: | c: 1 3 4"),
        ("a: 2 | b: | c: 3 4 1", 1, "a: 2 | b: | c: 3 4 1"),
        ("a: 2 | b: | c: 1 3 4", -1, "a: 2 | b: 1 | c: 3 4"),
        ("a: 2 | b: 1 | c: 3 4", -1, "a: 2 1 | b: | c: 3 4"),
        ("a: 1 2 | b: | c: 3 4", -1, "a: 1 2 | b: | c: 3 4"),
    ],
)
def test_a_lesson_goes_by_one_past_the_edge_of_its_section_and_into_empty_ones(
    start: str, step: Step, end: str
) -> None:
    assert text(moves.step_lesson(order(start), "1", step)) == end


@given(orders(), st.data())
def test_steps_down_and_as_many_up_lead_back(course: Order, data: st.DataObject) -> None:
    if not lessons(course):
        return
    lesson = data.draw(st.sampled_from(lessons(course)))
    passed = [course]
    while (below := moves.step_lesson(passed[-1], lesson, 1)) is not passed[-1]:
        passed.append(below)
    assert passed[-1] == moves.lesson_to_end(course, lesson)
    for expected in reversed(passed[:-1]):
        assert moves.step_lesson(below, lesson, -1) == expected
        below = expected


@given(orders(), st.data(), st.integers(-2, 12))
def test_a_lesson_moved_to_a_position_stands_there(course: Order, data: st.DataObject, position: int) -> None:
    if not lessons(course):
        return
    lesson = data.draw(st.sampled_from(lessons(course)))
    after = moves.lesson_to_position(course, lesson, position)
    assert lessons(after).index(lesson) + 1 == min(max(position, 1), len(lessons(course)))
    taken = lessons(course)[lessons(after).index(lesson)]
    assert spots(after)[lesson].section_id == spots(course)[taken].section_id


@given(orders(), st.data())
def test_dropping_a_lesson_in_a_gap_puts_it_before_what_stands_there(course: Order, data: st.DataObject) -> None:
    if not lessons(course):
        return
    lesson = data.draw(st.sampled_from(lessons(course)))
    section = data.draw(st.sampled_from(course))
    offset = data.draw(st.integers(0, len(section.lesson_ids)))
    marked = [*section.lesson_ids[:offset], "gap", *section.lesson_ids[offset:]]
    expected = [lesson if id == "gap" else id for id in marked if id != lesson]
    after = moves.drop_lesson(course, lesson, Place(section.id, offset))
    assert next(each.lesson_ids for each in after if each.id == section.id) == tuple(expected)
    assert sorted(lessons(after)) == sorted(lessons(course))


def test_a_lesson_goes_to_the_section_beside_to_the_start_and_to_the_end() -> None:
    assert text(moves.lesson_to_section(COURSE, "1", 1)) == "a: 2 | b: 1 | c: 3 4"
    assert text(moves.lesson_to_section(order("a: 1 2 | c: 3 4"), "3", -1)) == "a: 1 2 3 | c: 4"
    assert moves.lesson_to_section(COURSE, "4", 1) is COURSE
    assert text(moves.lesson_to_start(COURSE, "4")) == "a: 4 1 2 | b: | c: 3"
    assert text(moves.lesson_to_start(order("x: | y: 1"), "1")) == "x: 1 | y:"
    assert text(moves.lesson_to_end(COURSE, "1")) == "a: 2 | b: | c: 3 4 1"


def test_a_section_takes_its_lessons_along() -> None:
    assert text(moves.step_section(COURSE, "a", 1)) == "b: | a: 1 2 | c: 3 4"
    assert text(moves.step_section(COURSE, "c", -1)) == "a: 1 2 | c: 3 4 | b:"
    assert moves.step_section(COURSE, "a", -1) is COURSE
    assert text(moves.section_to_position(COURSE, "c", 1)) == "c: 3 4 | a: 1 2 | b:"
    assert text(moves.section_to_position(COURSE, "a", 99)) == "b: | c: 3 4 | a: 1 2"
    assert text(moves.drop_section(COURSE, "a", 2)) == "b: | a: 1 2 | c: 3 4"
    assert text(moves.drop_section(COURSE, "c", 0)) == "c: 3 4 | a: 1 2 | b:"
    assert moves.drop_section(COURSE, "b", 1) is COURSE
    assert moves.drop_section(COURSE, "b", 2) is COURSE


def test_what_is_not_there_is_an_error_and_what_stays_is_the_same_order() -> None:
    assert moves.place_lesson(COURSE, "2", place_of(COURSE, "2")) is COURSE
    for move in (
        lambda: moves.step_lesson(COURSE, "5", 1),
        lambda: moves.place_lesson(COURSE, "1", Place("z", 0)),
        lambda: moves.step_section(COURSE, "z", 1),
    ):
        with pytest.raises(KeyError):
            move()
