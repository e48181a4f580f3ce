"""Merging what two admins moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.ordering.changes import Changes, moved_lessons, moved_sections
from api_client.ordering.merge import Merge, Side, merge
from api_client.ordering.order import Order
from tests.api_client.ordering.orders import lessons, moved, order, orders, rebuilt, text, visits, without

Visit = tuple[Order, Order, Order, frozenset[str]]
SIDES: st.SearchStrategy[Side] = st.sampled_from(("ours", "theirs"))


def _moved(changes: Changes) -> set[str]:
    return {move.id for move in (*changes.moved_sections, *changes.moved_lessons)}


def _same_things(one: Order, other: Order) -> bool:
    return sorted(lessons(one)) == sorted(lessons(other)) and sorted(s.id for s in one) == sorted(s.id for s in other)


@given(visits(), st.data())
def test_whatever_is_decided_the_result_has_exactly_what_the_server_has(visit: Visit, data: st.DataObject) -> None:
    base, ours, theirs, staged = visit
    merged = merge(base, ours, theirs, staged)
    assert merged.open == merged.decisions
    assert _same_things(merged.order, theirs)
    for decision in merged.decisions:
        merged = merged.take(decision.id, data.draw(SIDES))
        assert _same_things(merged.order, theirs)
    assert not merged.open


@given(orders(), orders(), orders(), st.sets(st.sampled_from(["l0", "l1", "l2", "s0", "s1"])))
def test_orders_that_have_nothing_to_do_with_each_other_lose_nothing(
    base: Order, ours: Order, theirs: Order, staged: set[str]
) -> None:
    assert _same_things(merge(base, ours, theirs, staged).order, theirs)


@given(st.data())
def test_where_the_server_changed_nothing_it_is_our_order(data: st.DataObject) -> None:
    base = data.draw(orders())
    ours, staged = data.draw(moved(base))
    merged = merge(base, ours, base, data.draw(st.sampled_from([staged, frozenset[str]()])))
    assert merged.order == ours
    assert not merged.decisions


@given(st.data())
def test_where_we_moved_nothing_it_is_their_order(data: st.DataObject) -> None:
    base = data.draw(orders())
    theirs = data.draw(rebuilt(base))
    merged = merge(base, base, theirs, data.draw(st.frozensets(st.sampled_from(lessons(base) or [""]))))
    assert merged.order == theirs
    assert not merged.decisions


@given(st.data())
def test_the_same_moves_on_both_sides_are_no_conflict(data: st.DataObject) -> None:
    base = data.draw(orders())
    ours, _ = data.draw(moved(base))
    merged = merge(base, ours, ours)
    assert merged.order == ours
    assert not merged.decisions


@given(visits(), st.data())
def test_lessons_that_nobody_touched_at_the_ends_of_sections_change_nothing_else(
    visit: Visit, data: st.DataObject
) -> None:
    base, ours, theirs, staged = visit
    everywhere = {s.id for s in base} & {s.id for s in ours} & {s.id for s in theirs}
    longer = data.draw(st.sets(st.sampled_from(sorted(everywhere)))) if everywhere else set[str]()

    def lengthened(of: Order) -> Order:
        return tuple(s._replace(lesson_ids=(*s.lesson_ids, f"{s.id} end")) if s.id in longer else s for s in of)

    short = merge(base, ours, theirs, staged)
    long = merge(lengthened(base), lengthened(ours), lengthened(theirs), staged)
    for decision in short.decisions:
        side = data.draw(SIDES)
        short, long = short.take(decision.id, side), long.take(decision.id, side)
    assert [decision.id for decision in long.decisions] == [decision.id for decision in short.decisions]
    assert without(long.order, {f"{id} end" for id in longer}) == short.order


@given(visits(), st.data())
def test_what_only_we_moved_is_at_our_place_and_all_else_at_theirs(visit: Visit, data: st.DataObject) -> None:
    """Also: what is deleted is gone, and what is new is where they put it."""
    base, ours, theirs, staged = visit
    merged = merge(base, ours, theirs, staged)
    for decision in merged.decisions:
        merged = merged.take(decision.id, data.draw(SIDES))
    lost = {decision.id for decision in merged.decisions if decision.taken == "theirs"}
    won = {decision.id for decision in merged.decisions if decision.taken == "ours"}
    put_by_us = (_moved(merged.we_did) - _moved(merged.they_did) - lost) | won
    assert without(merged.order, put_by_us) == without(theirs, put_by_us)
    they = merged.they_did
    foreign = {*they.new_sections, *they.new_lessons, *they.gone_sections, *they.gone_lessons, *lost}
    foreign |= _moved(they) - won
    if not any(decision.kind == "deleted_section" for decision in merged.decisions):
        assert without(merged.order, foreign) == without(ours, foreign)


@given(visits())
def test_what_both_moved_is_decided_or_was_moved_to_the_same_place(visit: Visit) -> None:
    base, ours, theirs, staged = visit
    merged = merge(base, ours, theirs, staged)
    both = _moved(merged.we_did) & _moved(merged.they_did)
    decided = {decision.id for decision in merged.decisions}
    homes = {id: section.id for section in ours for id in section.lesson_ids}
    left = {section.id for section in theirs}
    assert decided >= {
        move.id for move in merged.they_did.moved_lessons if move.id in both and homes[move.id] != move.now.section_id
    }
    assert all(each.id in both or homes[each.id] not in left for each in merged.decisions)
    assert merged.order == merge(base, ours, theirs, staged, dict.fromkeys(decided, "theirs")).order


@given(visits())
def test_what_is_merged_merges_again_without_a_word(visit: Visit) -> None:
    """Saved after another 412 with nothing new, it stays as it is."""
    base, ours, theirs, staged = visit
    result = merge(base, ours, theirs, staged).order
    again = merge(theirs, result, theirs)
    assert again.order == result
    assert {*moved_lessons(theirs, result), *moved_sections(theirs, result)} == _moved(again.we_did)


def _merged(base: str, ours: str, theirs: str) -> Merge:
    return merge(order(base), order(ours), order(theirs))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("a: 1 2 3 4", "a: 4 1 2 3", "a: 1 3 2 4", "a: 4 1 3 2"),  # moves that do not touch
        ("a: 1 2 | b: 3", "a: 1 | b: 3 2", "a: 1 2 | b: 3 9", "a: 1 | b: 3 2 9"),  # what is new stays last
        ("a: 1 2 3", "a: 3 1 2", "a: 1 2", "a: 1 2"),  # what we moved was deleted
        ("a: 1 2 3", "a: 1 3 2", "a: 2 3", "a: 3 2"),  # what it follows was deleted
        ("a: 1 2 | b: 3", "a: 1 2 3 | b:", "b: 3 | a: 1 2", "b: | a: 1 2 3"),  # a lesson and a section
        ("a: 1 2 | b: 3", "b: 3 | a: 1 2", "a: 2 1 | b: 3 4", "b: 3 4 | a: 2 1"),
        ("a: 1 2 3", "a: 3 1 2", "a: 3 1 2 4", "a: 3 1 2 4"),  # both to the same place
    ],
)
def test_moves_that_do_not_touch_each_other_are_both_kept(base: str, ours: str, theirs: str, result: str) -> None:
    merged = _merged(base, ours, theirs)
    assert text(merged.order) == result
    assert not merged.decisions


def test_a_lesson_that_both_moved_is_at_their_place_until_it_is_decided() -> None:
    merged = _merged("a: 1 2 3 | b: 4", "a: 3 1 2 | b: 4", "a: 1 2 | b: 3 4")
    assert text(merged.order) == "a: 1 2 | b: 3 4"
    [decision] = merged.open
    assert (decision.id, decision.kind) == ("3", "lesson")
    assert (decision.ours, decision.theirs) == ((1, "a"), (3, "b"))
    assert text(merged.take("3", "ours").order) == "a: 3 1 2 | b: 4"
    assert text(merged.take("3", "ours").take("3", "theirs").order) == "a: 1 2 | b: 3 4"


def test_a_section_that_both_moved_is_decided_and_its_lessons_are_not_concerned() -> None:
    merged = _merged("a: 1 | b: | c: | d:", "b: | c: | d: | a: 1", "b: | c: | a: 1 9 | d:")
    [decision] = merged.open
    assert (decision.id, decision.kind, decision.ours, decision.theirs) == ("a", "section", (4, None), (3, None))
    assert text(merged.order) == "b: | c: | a: 1 9 | d:"
    assert text(merged.take("a", "ours").order) == "b: | c: | d: | a: 1 9"


def test_what_we_moved_into_a_section_that_they_deleted_is_decided() -> None:
    merged = _merged("a: 1 2 | b: | c: 3", "a: | b: 2 1 | c: 3", "a: 1 2 | c: 3")
    assert [(each.id, each.kind) for each in merged.open] == [("2", "deleted_section"), ("1", "deleted_section")]
    assert text(merged.order) == "a: 1 2 | c: 3"
    assert text(merged.take("2", "ours").take("1", "theirs").order) == "a: 1 2 | c: 3"
    assert text(merged.take("2", "ours").take("1", "ours").order) == "a: 2 1 | c: 3"
    assert text(merged.take("1", "ours").order) == "a: 2 1 | c: 3"
    first = _merged("a: | b: 1 2 | c: 3", "a: 2 1 | b: | c: 3", "b: 1 2 | c: 3")
    assert text(first.take("2", "ours").take("1", "ours").order) == "b: 2 1 | c: 3"
