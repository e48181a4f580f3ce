"""An outline as a text, edited and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api_client.escapes import shown, written
from api_client.models.admin import AdminLesson, Deleted, LessonDocument, SectionDocument
from api_client.models.text import name_fault
from api_client.outline_text.difference import difference
from api_client.outline_text.document import document_of
from api_client.outline_text.lines import meant
from api_client.outline_text.reading import LineFault, UnreadableOutlineError, read_outline
from api_client.outline_text.writing import write_outline
from tests.api_client.outline_text.outlines import ALGEBRA, outlines

if TYPE_CHECKING:
    from api_client.models.admin import AdminOutline, AdminSection

HABITS = st.sampled_from(["as it is", "\r\n", "\ufeff", "indented", "trailing spaces", "unindented", "final newline"])
NEW_NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8).filter(
    lambda name: not name_fault(name)
)


def _section(section: AdminSection) -> SectionDocument:
    return SectionDocument(id=section.id, name=section.name, status=section.status)


def _lesson(lesson: AdminLesson) -> LessonDocument:
    return LessonDocument(
        id=lesson.id, name=lesson.name, description=lesson.description,
        youtube_video_id=lesson.youtube_video_id, status=lesson.status,
    )  # fmt: skip


def _as_an_editor_saves_it(text: str, habit: str) -> str:
    lines = text.split("\n")
    match habit:
        case "\r\n":
            return "\r\n".join(lines)
        case "\ufeff":
            return "\ufeff" + text
        case "indented":
            return "\n".join(f"\t{line}" for line in lines)
        case "trailing spaces":
            return "\n".join(f"{line}  " for line in lines)
        case "unindented":
            return "\n".join(line.lstrip() for line in lines)
        case "final newline":
            return text + "\n\n"
        case _:
            return text


@given(outlines(), HABITS)
def test_what_is_written_is_read_back_unchanged(outline: AdminOutline, habit: str) -> None:
    text = write_outline(outline)
    assert shown(text) == text
    read = read_outline(_as_an_editor_saves_it(text, habit), outline)
    assert read.document == document_of(outline)
    assert not difference(outline, read.document).changes


@given(outlines(), st.data())
def test_every_edit_survives(outline: AdminOutline, data: st.DataObject) -> None:
    """Lines are reordered, removed, renamed and given another visibility, as a person does it in an editor."""
    assume(outline.sections)
    everything = {each.id: each for section in outline.sections for each in (section, *section.lessons)}
    written_lines = [line for _, line in meant(write_outline(outline))]
    codes = {id: line.removeprefix("=").split()[0] for id, line in zip(everything, written_lines, strict=True)}
    first = data.draw(st.sampled_from([section.id for section in outline.sections]))
    kept = data.draw(st.permutations(sorted({*everything} - {first})))
    kept = kept[: data.draw(st.integers(0, len(kept)))]
    text, expected = list[str](), list[SectionDocument]()
    for id in (first, *kept):
        each = everything[id]
        name = data.draw(st.one_of(st.just(each.name), NEW_NAMES))
        status = data.draw(st.sampled_from([each.status, "public", "private"]))
        if isinstance(each, AdminLesson):
            text.append(f"{codes[id]} {status} {written(name)}")
            lesson = _lesson(each).model_copy(update={"name": name, "status": status})
            expected[-1] = expected[-1].model_copy(update={"lessons": (*expected[-1].lessons, lesson)})
        else:
            text.append(f"={codes[id]}\t{status}\t{written(name)}")
            expected.append(_section(each).model_copy(update={"name": name, "status": status}))
    read = read_outline("\n".join(text), outline).document
    assert read.sections == tuple(expected)
    gone = {*everything} - {first, *kept}
    assert {*read.deleted.sections, *read.deleted.lessons} == gone
    assert {each.id for each in difference(outline, read).changes if each.kind == "deleted"} == {*map(str, gone)}


def test_the_text_is_for_people() -> None:
    lines = write_outline(ALGEBRA).split("\n")
    assert lines[0] == r"# Linear \x1bAlgebra"
    assert max(map(len, lines)) <= 80
    assert lines[-8:] == [
        "  00b1  public   Vectors",
        "  00b2  preview  Span",
        "",
        "= 00a2  private  Products",
        "  00b3  public   Dot",
        "  00b4  public   Cross",
        "",
        "= 00a3  public   Eigen-things",
    ]


def test_what_is_new_gets_an_id_and_its_video() -> None:
    ids = iter(UUID(int=0xF0 + number) for number in range(9))
    text = """
        = 00a1 public Foundations
        00b1 public Vectors
        + https://youtu.be/PFDu9oVAE-g?t=3 New one
        +preview PFDu9oVAE-h public speaking
        = + public A new section
        00b2 preview Span
    """
    read = read_outline(text, ALGEBRA, lambda: next(ids))
    assert read.document.sections[0].lessons[1:] == (
        LessonDocument(id=UUID(int=0xF0), name="New one", youtube_video_id="PFDu9oVAE-g"),
        LessonDocument(id=UUID(int=0xF1), name="public speaking", youtube_video_id="PFDu9oVAE-h", status="preview"),
    )
    assert read.document.sections[1].id == UUID(int=0xF2)
    assert read.document.deleted == Deleted(
        sections=(UUID(int=0xA2), UUID(int=0xA3)), lessons=(UUID(int=0xB3), UUID(int=0xB4))
    )
    assert read.fault("/sections/0/lessons/2/name", "No.") == LineFault(5, "No.")
    assert read.fault("/sections/1/status", "No.") == LineFault(6, "No.")
    assert read.fault("/name", "No.") is None


def test_the_difference_says_what_is_lost_first_and_where_everything_went() -> None:
    text = """
        = 00a3 public Eigen-things
        00b3 private Dot product
        = 00a1 private Basics
        00b1 public Vectors
        = + private More
        = 00a2 private Products
    """
    found = difference(ALGEBRA, read_outline(text, ALGEBRA, lambda: UUID(int=0xF0)).document)
    assert [(each.kind, each.what, each.name, each.detail) for each in found.changes] == [
        ("deleted", "lesson", "Span", "5 completions"),
        ("deleted", "lesson", "Cross", "0 completions"),
        ("new", "section", "More", "private"),
        ("moved", "section", "Eigen-things", "3 → 1"),
        ("moved", "lesson", "Dot product", "3, Products → 1, Eigen-things"),
        ("renamed", "lesson", "Dot", "Dot product"),
        ("visibility", "lesson", "Dot product", "public → private"),
        ("renamed", "section", "Foundations", "Basics"),
        ("visibility", "section", "Basics", "public → private"),
    ]
    assert found.deletes
    assert found.completion_count == 5


NO_ESCAPE = r"\d is no escape. They are \\, \n, \t, \r, \x1b, \u202e and \U0001f469; a backslash itself is written \\."
UNKNOWN = "Nothing in this course has the code beef. Leave codes as they are; begin something new with +."
NO_SECTION = (
    "“Eigen-things” is no visibility: a section is public or private. A new section's line is: = + private Name."
)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("00b1", "A lesson's line is: code visibility Name, and a new one's: + https://youtu.be/… Name."),
        ("=", "A section's line is: = code visibility Name, and a new one's: = + private Name."),
        ("00b1 pubic Vectors", "“pubic” is no visibility: a lesson is public, preview or private."),
        ("= 00a3 preview Eigen-things", "“preview” is no visibility: a section is public or private."),
        ("00b1 public", "A name is needed."),
        ("00b1 public " + 201 * "x", "At most 200 characters; these are 201."),
        (r"00b1 public a\x1bb", "A name is one line without control characters."),
        (r"00b1 public C:\dir", NO_ESCAPE),
        ("beef public What", UNKNOWN),
        ("00a3 public Eigen-things", "00a3 is a section; its line begins with =."),
        ("= 00b1 public Vectors", "00b1 is a lesson; its line begins without =."),
        ("00B3 public Dot", "00b3 stands in line 2, too. Leave one of them."),
        ("= + Eigen-things", NO_SECTION),
        ("+ https://youtu.be/PFDu9oVAE-g", "A name is needed."),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named_with_what_is_right(line: str, fault: str) -> None:
    with pytest.raises(UnreadableOutlineError) as caught:
        read_outline(f"= 00a1 public Foundations\n00b3 public Dot\n\n# comment\n{line}\n", ALGEBRA)
    assert caught.value.faults == (LineFault(5, fault),)
    assert str(caught.value) == f"Line 5: {fault}"


def test_every_fault_is_told_at_once_and_a_fault_brings_no_others() -> None:
    with pytest.raises(UnreadableOutlineError) as caught:
        read_outline("= 00a1\n00b1 public Vectors\n+ https://vimeo.com/1 There\n= 00a2 private", ALGEBRA)
    assert [fault.line for fault in caught.value.faults] == [1, 3, 4]
    with pytest.raises(UnreadableOutlineError) as caught:
        read_outline("00b1 public Vectors", ALGEBRA)
    assert [fault.line for fault in caught.value.faults] == [1]


def test_codes_tell_ids_apart_that_begin_or_end_alike() -> None:
    section = ALGEBRA.sections[0]
    alike = [lesson.model_copy(update={"id": UUID(int=number << 16)}) for number, lesson in enumerate(section.lessons)]
    outline = ALGEBRA.model_copy(update={"sections": [section.model_copy(update={"lessons": alike})]})
    text = write_outline(outline)
    assert "  00000  public   Vectors\n  10000  preview  Span" in text
    assert read_outline(text, outline).document == document_of(outline)
