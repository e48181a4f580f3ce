"""Any course, tidy or not, and any document made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from api_client.models.admin import CourseDocument
from backend.course_document.exported import exported
from backend.course_document.plan import Plan, plan
from backend.database import Database
from backend.migrate import migrate
from backend.queries.admin.course_document import carry_out
from backend.queries.admin.rows import CourseRows, course_rows
from backend.tables import courses
from tests.backend.rows import VIDEO, Catalog

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Connection

Json = dict[str, Any]
FEW = settings(max_examples=40)

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5)
orders = st.sampled_from([-(2**31), -1, 0, 0, 1, 1, 2, 7, 2**31 - 1])
lesson_rows = st.fixed_dictionaries(
    {
        "name": texts,
        "description": st.none() | texts,
        "youtubeVideoId": st.just(VIDEO) | texts,
        "status": st.sampled_from(["public", "private", "preview"]),
        "order": orders,
    }
)
section_rows = st.tuples(
    st.fixed_dictionaries({"name": texts, "status": st.sampled_from(["public", "private"]), "order": orders}),
    st.lists(lesson_rows, max_size=4),
)
course_of = st.lists(section_rows, max_size=4)


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Generator[Database]:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('documents')}/x.db")
    migrate(database)
    yield database
    database.close()


def store(connection: Connection, sections: list[tuple[Json, list[Json]]]) -> UUID:
    rows = Catalog(connection)
    course = rows.course()
    for columns, lessons in sections:
        section = rows.section(course, **columns)
        if lessons:
            rows.lessons(section, lessons)
    return course


def read(connection: Connection, course: UUID) -> tuple[CourseRows, Json]:
    rows = course_rows(connection, course)
    assert rows
    return rows, exported(rows)


def planned(document: Json, course: UUID, rows: CourseRows | None) -> Plan:
    return plan(CourseDocument.model_validate(document), course, rows)


def nothing(plan: Plan) -> bool:
    kinds = (plan.sections, plan.lessons)
    rows = [each for kind in kinds for each in (*kind.created, *kind.changed, *kind.placed, *kind.deleted)]
    return not rows and plan.course is None and not any(kind.moved for kind in kinds) and not plan.faults.found


@st.composite
def edits(draw: st.DrawFn, document: Json) -> Json:
    """The document with everything in it shuffled, some of it dropped, renamed and new."""
    lessons = [lesson for section in document["sections"] for lesson in section["lessons"]]
    new = [{"id": str(uuid4()), "name": "new", "description": None, "youtubeVideoId": VIDEO, "status": "private"}]
    kept = draw(st.permutations(lessons + new * draw(st.integers(0, 1))))
    kept = kept[draw(st.integers(0, 2)) :]
    if kept and draw(st.booleans()):
        kept[0] = kept[0] | {"name": "renamed", "status": "preview"}
    made: list[Json] = [{"id": str(uuid4()), "name": "made", "status": "public", "lessons": []}] * draw(
        st.integers(0, 1)
    )
    sections = draw(st.permutations(document["sections"] + made))[draw(st.integers(0, 1)) :]
    sections = [section | {"lessons": list[Json]()} for section in sections]
    if sections:
        for lesson in kept:
            draw(st.sampled_from(sections))["lessons"].append(lesson)
    return document | {"sections": sections}


def missing(before: Json, after: Json) -> Json:
    def ids(document: Json) -> tuple[set[str], set[str]]:
        sections = {section["id"] for section in document["sections"]}
        return sections, {lesson["id"] for section in document["sections"] for lesson in section["lessons"]}

    (sections, lessons), (sections_left, lessons_left) = ids(before), ids(after)
    return {"sections": sorted(sections - sections_left), "lessons": sorted(lessons - lessons_left)}


@given(course_of)
@FEW
def test_what_is_exported_is_what_is_there(sqlite: Database, sections: list[tuple[Json, list[Json]]]) -> None:
    with sqlite.write() as connection:
        course = store(connection, sections)
        rows, document = read(connection, course)

    assert nothing(planned(document, course, rows))


@given(course_of, st.data())
@FEW
def test_a_course_becomes_any_document(
    sqlite: Database, sections: list[tuple[Json, list[Json]]], data: st.DataObject
) -> None:
    with sqlite.write() as connection:
        course = store(connection, sections)
        rows, before = read(connection, course)
        wanted = data.draw(edits(before))
        steps = planned(wanted | {"deleted": missing(before, wanted)}, course, rows)
        assert steps.faults.found == []
        carry_out(connection, steps)
        after, document = read(connection, course)

    assert document == wanted
    assert nothing(planned(document, course, after))
    kinds = (steps.sections, steps.lessons)
    touched = {str(row["id"]) for kind in kinds for row in kind.changed}
    touched |= {str(row_id) for kind in kinds for rows in kind.placed.values() for row_id in rows}
    was = {row.id: tuple(row) for row in (*rows.sections, *rows.lessons)}
    assert {row.id for row in (*after.sections, *after.lessons) if was.get(row.id, tuple(row)) != tuple(row)} == touched


@given(course_of, st.data())
@FEW
def test_an_import_makes_the_course_again(
    sqlite: Database, sections: list[tuple[Json, list[Json]]], data: st.DataObject
) -> None:
    tidy = [
        (row | {"name": "s"}, [each | {"name": "l", "description": None, "youtubeVideoId": VIDEO} for each in lessons])
        for row, lessons in sections
    ]
    with sqlite.write() as connection:
        course = store(connection, tidy)
        _, document = read(connection, course)
        connection.execute(delete(courses).where(courses.c.id == course))
        steps = planned(document, course, None)
        assert steps.faults.found == []
        carry_out(connection, steps)
        rows, again = read(connection, course)

    assert again == document
    assert [section.order for section in rows.sections] == list(range(len(rows.sections)))
