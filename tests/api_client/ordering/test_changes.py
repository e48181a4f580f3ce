"""What is said to have moved between two orders."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from api_client.ordering.changes import changes_between, moved_lessons, moved_sections
from api_client.ordering.increasing import longest_increasing
from api_client.ordering.order import Order, Spot, place_of
from api_client.ordering.words import was, went
from tests.api_client.ordering.orders import lessons, moved, order, orders, rebuilt, without


@given(st.permutations(range(7)), st.integers(0, 7))
def test_the_longest_increasing_subsequence_is_the_one_that_ends_smallest(numbers: list[int], count: int) -> None:
    numbers = numbers[:count]
    rising = [
        list(some)
        for length in range(len(numbers) + 1)
        for some in combinations(numbers, length)
        if all(one < two for one, two in pairwise(some))
    ]
    assert longest_increasing(numbers) == min(rising, key=lambda some: (-len(some), some[::-1]))


@given(st.data())
def test_what_did_not_move_is_in_the_same_section_in_the_same_order(data: st.DataObject) -> None:
    base = data.draw(orders())
    new = data.draw(rebuilt(base))
    changes = changes_between(base, new)
    everything = {*lessons(base), *lessons(new), *(section.id for section in (*base, *new))}
    apart = everything - ({*lessons(base)} & {*lessons(new)}) - {section.id for section in (*base, *new)}
    apart |= {section.id for section in base} ^ {section.id for section in new}
    assert {*changes.new_lessons, *changes.gone_lessons, *changes.new_sections, *changes.gone_sections} == apart
    gone = apart | {move.id for move in (*changes.moved_lessons, *changes.moved_sections)}
    assert without(base, gone) == without(new, gone)


@given(st.data())
def test_of_what_swapped_that_moved_which_was_moved_on_purpose(data: st.DataObject) -> None:
    base = data.draw(orders())
    new, staged = data.draw(moved(base))
    assert {*moved_lessons(base, new, staged), *moved_sections(base, new, staged)} <= staged
    assert len(moved_lessons(base, new)) <= len(moved_lessons(base, new, staged))


def test_a_move_says_where_it_was_and_where_it_is() -> None:
    base = order("a: 1 2 3 | b: 4 5 6")
    changes = changes_between(base, order("b: 4 2 5 6 | a: 3 1"), {"b", "1"})
    assert [move.id for move in changes.moved_sections] == ["b"]
    assert (changes.moved_sections[0].was, changes.moved_sections[0].now) == (Spot(2, None), Spot(1, None))
    names = {"a": "Foundations", "b": "Products"}.__getitem__
    assert [was(move, names) for move in changes.moved_lessons] == ["was 2, Foundations", "was 1"]
    assert [went(move, names) for move in changes.moved_lessons] == ["2, Foundations → 2, Products", "1 → 6"]
    assert [went(move, names) for move in changes.moved_sections] == ["2 → 1"]
    assert changes.moved_lessons == (("2", Spot(2, "a"), Spot(2, "b")), ("1", Spot(1, "a"), Spot(6, "a")))


def test_a_move_taken_back_is_none_and_shifting_moves_nothing() -> None:
    base = order("a: 1 2 3 4")
    assert changes_between(base, base, {"1"}) == ((), (), (), (), (), ())
    assert moved_lessons(base, order("a: 2 3 4 1")) == ["1"]
    assert moved_lessons(base, order("a: 2 1 3 4")) == ["2"]
    assert moved_lessons(base, order("a: 2 1 3 4"), {"1"}) == ["1"]
    assert place_of(base, "3") == ("a", 2)


def test_ten_thousand_lessons_reversed_are_no_more_than_that_many_moves() -> None:
    base: Order = order("a: " + " ".join(map(str, range(10_000))))
    assert len(moved_lessons(base, order("a: " + " ".join(map(str, reversed(range(10_000))))))) == 9_999
