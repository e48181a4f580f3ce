"""A text whose course another admin changed while it was edited."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from api_client.outline_text.document import document_of
from api_client.outline_text.reading import read_outline
from api_client.outline_text.rebasing import rebased
from tests.api_client.outline_text.outlines import ALGEBRA, lesson, outline, section

if TYPE_CHECKING:
    from api_client.models.admin import AdminLesson, AdminOutline, CourseDocument


@st.composite
def changed(draw: st.DrawFn, before: AdminOutline, new_ids: int) -> AdminOutline:
    """The course after an admin deleted, added, moved and renamed things."""
    new = count(new_ids)
    lessons = [draw(_renamed(each)) for part in before.sections for each in part.lessons if draw(st.integers(0, 3))]
    lessons += [lesson(next(new), "new") for _ in range(draw(st.integers(0, 2)))]
    sections = [each for each in before.sections if draw(st.integers(0, 3))]
    sections += [section(next(new), "new section") for _ in range(draw(st.integers(0, 1)))]
    if draw(st.booleans()):
        lessons, sections = draw(st.permutations(lessons)), draw(st.permutations(sections))
    ends = sorted(draw(st.integers(0, len(lessons))) for _ in sections[1:])
    return outline(
        *(
            each.model_copy(update={"lessons": lessons[start:end]})
            for each, start, end in zip(sections, [0, *ends], [*ends, len(lessons)], strict=False)
        )
    )


@st.composite
def _renamed(draw: st.DrawFn, each: AdminLesson) -> AdminLesson:
    return each.model_copy(update={"name": draw(st.sampled_from([each.name, "Ours", "Theirs"]))})


def _ids(document: CourseDocument) -> set[UUID | None]:
    return {each.id for section in document.sections for each in (section, *section.lessons)}


OURS, THEIRS = changed(ALGEBRA, 0x1000), changed(ALGEBRA, 0x2000)


@given(OURS)
def test_where_nobody_else_changed_anything_it_is_ours_and_where_we_did_not_it_is_theirs(other: AdminOutline) -> None:
    document = document_of(other)
    assert rebased(document, ALGEBRA, ALGEBRA).sections == document.sections
    assert rebased(document_of(ALGEBRA), ALGEBRA, other) == document


@given(OURS, THEIRS)
def test_nothing_of_either_side_is_lost(ours: AdminOutline, theirs: AdminOutline) -> None:
    base, mine, new = (_ids(document_of(each)) for each in (ALGEBRA, ours, theirs))
    result = rebased(document_of(ours), ALGEBRA, theirs)
    here = [each.id for part in result.sections for each in (part, *part.lessons)]
    assert len(here) == len(set(here))
    deleted = {*result.deleted.sections, *result.deleted.lessons}
    assert deleted == new - {*here}
    assert deleted <= base - mine
    assert {*here} >= (mine - base) | (new - base) | (new & mine)
    made_again = {*here} - new - (mine - base)
    assert made_again <= {part.id for part in ALGEBRA.sections}


@given(OURS, THEIRS)
def test_a_name_that_one_side_changed_is_that_sides(ours: AdminOutline, theirs: AdminOutline) -> None:
    names, before, here, there = (
        {each.id: each.name for part in document.sections for each in part.lessons}
        for document in (rebased(document_of(ours), ALGEBRA, theirs), ALGEBRA, ours, theirs)
    )
    for id in names.keys() & before.keys() & here.keys():
        assert names[id] == (there[id] if here[id] == before[id] else here[id])


def test_both_sides_of_a_text_are_kept() -> None:
    text = """
        = 00a2 private Products
        + https://youtu.be/PFDu9oVAE-g New
        00b4 public Cross product
        00b3 public Dot
        = 00a3 public Eigen-things
        00b1 public Vectors
    """
    ours = read_outline(text, ALGEBRA, lambda: UUID(int=0xF0)).document
    foundations, products, eigen = ALGEBRA.sections
    theirs = outline(
        eigen,
        foundations.model_copy(update={"lessons": [*foundations.lessons, lesson(0xE0, "Theirs")]}),
        products.model_copy(
            update={"lessons": [products.lessons[0], products.lessons[1].model_copy(update={"status": "preview"})]}
        ),
    )
    result = rebased(ours, ALGEBRA, theirs)
    assert [(each.name, [(one.name, one.status) for one in each.lessons]) for each in result.sections] == [
        ("Eigen-things", [("Vectors", "public")]),
        ("Foundations", [("Theirs", "public")]),
        ("Products", [("New", "private"), ("Cross product", "preview"), ("Dot", "public")]),
    ]
    assert result.deleted.lessons == (UUID(int=0xB2),)
    assert not result.deleted.sections
