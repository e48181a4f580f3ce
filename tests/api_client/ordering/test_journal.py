"""Undoing and redoing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from api_client.ordering.journal import Edited, Entry, Fields, Journal, Reordered, Together
from tests.api_client.ordering.orders import lessons, moved, order, orders, rebuilt, text, without

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api_client.ordering.order import Order


@dataclass(frozen=True)
class Course:
    """A course as the journal sees it."""

    order: Order
    fields: Mapping[str, Fields]

    def after(self, entry: Entry) -> Course:
        if isinstance(entry, Reordered):
            assert entry.before == self.order
            return replace(self, order=entry.after)
        assert isinstance(entry, Edited)
        now = self.fields[entry.id]
        assert now.items() >= entry.before.items()
        return replace(self, fields={**self.fields, entry.id: {**now, **entry.after}})


FIELDS: st.SearchStrategy[Fields] = st.fixed_dictionaries(
    {"name": st.sampled_from("AB"), "status": st.sampled_from(["public", "private"]), "description": st.none()}
)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    of = draw(orders())
    return Course(of, {id: draw(FIELDS) for id in [*lessons(of), *(section.id for section in of)]})


@st.composite
def entries(draw: st.DrawFn, course: Course) -> Entry:
    if draw(st.booleans()):
        after, staged = draw(moved(course.order, most=3))
        return Reordered(course.order, after, staged)
    id = draw(st.sampled_from(sorted(course.fields)))
    changed = draw(st.sets(st.sampled_from(["name", "status"]), min_size=1))
    after = draw(FIELDS)
    before = course.fields[id]
    return Edited("lesson", id, {key: before[key] for key in changed}, {key: after[key] for key in changed})


@given(courses(), st.data())
def test_any_sequence_of_moves_and_edits_is_undone_and_redone_exactly(course: Course, data: st.DataObject) -> None:
    journal = Journal()
    past, future = [course], list[Course]()
    for action in data.draw(st.lists(st.sampled_from(["do", "do", "undo", "redo"]), max_size=12)):
        now = past[-1]
        if action == "do":
            entry = data.draw(entries(now))
            journal = journal.add(entry)
            if entry.before != entry.after:
                past, future = [*past, now.after(entry)], []
            continue
        step = journal.undo(now.order, now.fields.get) if action == "undo" else journal.redo(now.order, now.fields.get)
        if action == "undo" and past[1:]:
            future.append(past.pop())
        elif action == "redo" and future:
            past.append(future.pop())
        else:
            assert step is None
            continue
        assert step is not None
        assert not step.clash
        assert now.after(step.entry) == past[-1]
        journal = step.journal


@given(courses(), st.data())
def test_what_another_admin_did_meanwhile_stays_unless_it_clashes(course: Course, data: st.DataObject) -> None:
    entry = data.draw(entries(course))
    journal = Journal().add(entry)
    now = course.after(entry)
    theirs = data.draw(rebuilt(now.order))
    left = {*lessons(theirs), *(section.id for section in theirs)}
    changed = {id: data.draw(st.one_of(st.just(fields), FIELDS)) for id, fields in now.fields.items() if id in left}
    step = journal.undo(theirs, changed.get)
    if step is None:
        return
    after = Course(theirs, changed).after(step.entry)
    assert sorted(lessons(after.order)) == sorted(lessons(theirs))
    if isinstance(entry, Reordered):
        assert without(after.order, set(entry.staged)) == without(theirs, set(entry.staged))
        assert set(step.clash) <= entry.staged
    else:
        assert isinstance(entry, Edited)
        assert after.order == theirs
        assert bool(step.clash) is not (changed[entry.id].items() >= entry.after.items())
        assert after.fields[entry.id].items() >= entry.before.items()
    redone = step.journal.redo(after.order, after.fields.get)
    assert redone is not None
    assert after.after(redone.entry) == Course(theirs, changed)


NOTHING: dict[str, Fields] = {}
RENAMED = Edited("lesson", "1", {"name": "One"}, {"name": "Uno"})


def test_several_edits_are_undone_and_redone_as_one_without_those_that_are_gone() -> None:
    hidden = [Edited("lesson", id, {"status": "public"}, {"status": "private"}) for id in ("1", "2", "3")]
    journal = Journal().add(Together(tuple(hidden)))
    step = journal.undo(order("a: 1 3"), {"1": {"status": "private"}, "3": {"status": "preview"}}.get)
    assert step is not None
    assert isinstance(step.entry, Together)
    public = {"status": "public"}
    assert [(edit.id, edit.after) for edit in step.entry.edits] == [("1", public), ("3", public)]
    assert step.clash == ("3",)
    assert step.journal.redo(order("a: 1 3"), {"1": public, "3": public}.get) is not None


def test_entries_that_a_deletion_made_meaningless_vanish() -> None:
    start = order("a: 1 2 3")
    journal = Journal().add(RENAMED)
    journal = journal.add(Reordered(start, order("a: 2 1 3"), {"1"}))
    journal = journal.add(Reordered(order("a: 2 1 3"), order("a: 2 3 1"), {"1"}))
    assert journal.undo(order("a: 2 3"), NOTHING.get) is None
    journal = Journal((replace(RENAMED, id="2"), *journal.done))
    step = journal.undo(order("a: 2 3"), {"2": {"name": "Uno"}}.get)
    assert step is not None
    assert step.entry == Edited("lesson", "2", {"name": "Uno"}, {"name": "One"})
    assert step.journal == Journal((), (replace(RENAMED, id="2"),))


def test_a_field_that_somebody_else_changed_is_asked_about_and_can_be_left() -> None:
    step = Journal().add(RENAMED).undo((), {"1": {"name": "Eins"}}.get)
    assert step is not None
    assert step.clash == ("1",)
    assert step.entry == Edited("lesson", "1", {"name": "Eins"}, {"name": "One"})
    assert step.dropped == Journal()
    redone = step.journal.redo((), {"1": {"name": "One"}}.get)
    assert redone is not None
    assert redone.entry.after == {"name": "Eins"}


def test_a_lesson_that_somebody_else_moved_is_asked_about() -> None:
    journal = Journal().add(Reordered(order("a: 1 2 3"), order("a: 2 3 1"), {"1"}))
    step = journal.undo(order("a: 2 1 3 4"), NOTHING.get)
    assert step is not None
    assert step.clash == ("1",)
    assert isinstance(step.entry, Reordered)
    assert text(step.entry.after) == "a: 1 2 3 4"


def test_what_changes_nothing_is_no_entry_and_what_is_new_ends_the_redoing() -> None:
    start = order("a: 1 2")
    assert Journal().add(Reordered(start, start, {"1"})) == Journal()
    journal = Journal().add(RENAMED)
    step = journal.undo(start, {"1": {"name": "Uno"}}.get)
    assert step is not None
    assert step.journal.undone
    assert not step.journal.add(RENAMED).undone
