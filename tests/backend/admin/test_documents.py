"""Courses as documents: exported, sent back, changed, and imported elsewhere."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from backend.body_limit import MEBIBYTE
from tests.backend.dump import dump
from tests.backend.rows import VIDEO, catalog
from tests.backend.test_statements import statements

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.admin.conftest import Admin

Json = dict[str, Any]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OTHER_VIDEO = "dQw4w9WgXcQ"


@dataclass
class Course:
    """A course of two sections with three lessons each, and a learner who completed the first of each."""

    id: UUID
    sections: list[UUID]
    lessons: list[UUID]
    learner: UUID


@pytest.fixture
def course(database: Database) -> Course:
    with catalog(database) as rows:
        course, learner = rows.course(updatedAt=LONG_AGO), rows.user("Lea")
        sections = [rows.section(course, f"s{order}", order=order, updatedAt=LONG_AGO) for order in range(2)]
        lessons = [
            lesson
            for section in sections
            for lesson in rows.lessons(section, [{"name": f"l{at}", "updatedAt": LONG_AGO} for at in range(3)])
        ]
        rows.complete(learner, lessons[0], lessons[3])
        return Course(course, sections, lessons, learner)


@pytest.fixture
def untidy(database: Database) -> UUID:
    """A course as the web application may have left it."""
    with catalog(database) as rows:
        course = rows.course("\x1b[31m  [bold]", description="\x07\r\n" + "x" * 30_000)
        for order in (7, -3, 7, -3):
            section = rows.section(course, " \u202e\t ", order=order, status="private")
            rows.lessons(
                section,
                [
                    {"name": "", "order": 5, "youtubeVideoId": "-x", "description": "\x01"},
                    {"name": "n" * 500, "order": 5, "youtubeVideoId": "", "status": "preview"},
                    {"name": "a\nb", "order": -(2**31), "youtubeVideoId": "https://youtu.be/x", "status": "private"},
                    {"name": "c", "order": 2**31 - 1, "youtubeVideoId": VIDEO},
                ],
            )
        rows.section(course, "empty", order=7)
    return course


async def export(admin: Admin, course: UUID | str) -> tuple[Json, str]:
    """The document and the version of a course."""
    outline = await admin.outline(course)
    return await admin.done("GET", f"/courses/{course}/export"), outline["version"]


def pointers(problem: Json) -> list[str]:
    return [error["pointer"] for error in problem["errors"]]


def counts(created: int = 0, changed: int = 0, moved: int = 0, deleted: int = 0) -> Json:
    return {"created": created, "changed": changed, "moved": moved, "deleted": deleted}


async def test_what_was_exported_changes_nothing(admin: Admin, database: Database, untidy: UUID) -> None:
    document, version = await export(admin, untidy)
    before = dump(database)

    plan = await admin.done("PUT", f"/courses/{untidy}?dryRun=true", document, version)
    outline = await admin.done("PUT", f"/courses/{untidy}", document, version)

    assert plan == {
        "courses": counts(),
        "sections": counts(),
        "lessons": counts(),
        "learnerCount": 0,
        "completionCount": 0,
    }
    assert dump(database) == before
    assert outline == await admin.outline(untidy)
    assert outline["version"] == version


async def test_a_document_can_leave_its_own_id_out(admin: Admin, database: Database, course: Course) -> None:
    document, version = await export(admin, course.id)
    before = dump(database)
    del document["id"], document["deleted"]

    await admin.done("PUT", f"/courses/{course.id}", document, version)
    refused = await admin.refused("PUT", f"/courses/{course.id}", document | {"id": str(uuid4())}, version)

    assert (refused["status"], pointers(refused)) == (422, ["/id"])
    assert dump(database) == before


async def test_a_course_becomes_what_the_document_says(admin: Admin, course: Course) -> None:
    """Edited, moved across sections, created with and without an id, and deleted, all at once."""
    document, version = await export(admin, course.id)
    first, second = document["sections"]
    chosen = str(uuid4())
    made = {"name": " New ", "youtubeVideoId": f"https://youtu.be/{OTHER_VIDEO}", "status": "public"}
    kept, gone, moving = first["lessons"]
    kept["name"] = "Renamed"
    first["lessons"] = [made, kept]
    second["lessons"].append(moving)
    wanted: Json = {
        **document,
        "name": "Course, again",
        "sections": [second, {"name": "Made", "id": chosen}, first],
        "deleted": {"sections": [], "lessons": [gone["id"]]},
    }

    plan = await admin.done("PUT", f"/courses/{course.id}?dryRun=true", wanted, version)
    outline = await admin.done("PUT", f"/courses/{course.id}", wanted, version)
    exported, _ = await export(admin, course.id)

    assert plan == {
        "courses": counts(changed=1),
        "sections": counts(created=1, moved=1),
        "lessons": counts(created=1, changed=1, moved=1, deleted=1),
        "learnerCount": 0,
        "completionCount": 0,
    }
    new = outline["sections"][2]["lessons"][0]
    assert (new["name"], new["youtubeVideoId"]) == ("New", OTHER_VIDEO)
    made |= {"id": new["id"], "name": "New", "youtubeVideoId": OTHER_VIDEO, "description": None}
    wanted["sections"][1] |= {"status": "private", "lessons": []}
    assert exported == wanted | {"deleted": {"sections": [], "lessons": []}}
    for parents in (outline["sections"], *(section["lessons"] for section in outline["sections"])):
        assert [each["order"] for each in parents] == list(range(len(parents)))


async def test_only_what_changed_is_touched(admin: Admin, course: Course) -> None:
    document, version = await export(admin, course.id)
    document["sections"][1]["lessons"][1]["status"] = "preview"

    outline = await admin.done("PUT", f"/courses/{course.id}", document, version)

    long_ago = LONG_AGO.isoformat().replace("+00:00", "Z")
    touched = {
        row["id"]
        for section in outline["sections"]
        for row in (outline, section, *section["lessons"])
        if row["updatedAt"] != long_ago
    }
    assert touched == {str(course.lessons[4])}


async def test_an_order_stays_untidy_where_it_is_not_another(admin: Admin, database: Database, untidy: UUID) -> None:
    document, version = await export(admin, untidy)
    before = await admin.outline(untidy)
    first, second, *_ = document["sections"]
    first["lessons"].reverse()
    gone = second["lessons"].pop(0)
    document["deleted"]["lessons"] = [gone["id"]]

    after = await admin.done("PUT", f"/courses/{untidy}", document, version)

    def orders(outline: Json) -> list[list[int]]:
        return [[lesson["order"] for lesson in section["lessons"]] for section in outline["sections"]]

    assert [section["order"] for section in after["sections"]] == [section["order"] for section in before["sections"]]
    assert orders(after) == [[0, 1, 2, 3], orders(before)[1][1:], *orders(before)[2:]]


async def test_what_is_deleted_takes_completions_along(admin: Admin, course: Course) -> None:
    document, version = await export(admin, course.id)
    gone = document["sections"].pop(0)
    stays = gone["lessons"].pop(1)
    document["sections"][0]["lessons"].insert(0, stays)
    document["deleted"] = {"sections": [gone["id"]], "lessons": [lesson["id"] for lesson in gone["lessons"]]}

    plan = await admin.done("PUT", f"/courses/{course.id}?dryRun=true", document, version)
    outline = await admin.done("PUT", f"/courses/{course.id}", document, version)

    assert (plan["learnerCount"], plan["completionCount"]) == (1, 1)
    assert (plan["sections"], plan["lessons"]) == (counts(deleted=1), counts(moved=1, deleted=2))
    assert [section["id"] for section in outline["sections"]] == [str(course.sections[1])]
    assert [lesson["id"] for lesson in outline["sections"][0]["lessons"]] == [
        str(course.lessons[at]) for at in (1, 3, 4, 5)
    ]
    assert outline["completionCount"] == 1


async def test_what_is_missing_and_not_named_is_a_mistake(admin: Admin, database: Database, course: Course) -> None:
    document, version = await export(admin, course.id)
    gone = document["sections"].pop(0)
    document["deleted"] = {"sections": [str(uuid4())], "lessons": [gone["lessons"][0]["id"]]}
    before = dump(database)

    problem = await admin.refused("PUT", f"/courses/{course.id}", document, version)

    assert (problem["status"], pointers(problem)) == (422, ["/deleted/sections", *["/deleted/lessons"] * 2])
    assert "“s0”" in problem["errors"][0]["detail"]
    assert str(course.lessons[2]) in problem["errors"][2]["detail"]
    assert dump(database) == before


async def test_every_fault_is_listed(admin: Admin, database: Database, untidy: UUID) -> None:
    """What is stored so already is no fault, whatever it is; a change to something else that is wrong is one."""
    document, version = await export(admin, untidy)
    first = document["sections"][0]
    twice = first["lessons"][3]
    document |= {"name": " ", "description": "x" * 20_001}
    first |= {"name": "a\nb", "status": "preview"}
    first["lessons"][0] |= {"name": "\x01", "youtubeVideoId": "-y", "status": "draft", "description": "\x00"}
    document["sections"].append({"name": "", "lessons": [twice, {"name": "x", "youtubeVideoId": "vimeo.com/1"}]})
    document["deleted"]["lessons"] = [twice["id"]]
    before = dump(database)

    problem = await admin.refused("PUT", f"/courses/{untidy}", document, version)

    assert sorted(pointers(problem)) == sorted(
        [
            "/name",
            "/description",
            "/sections/0/name",
            "/sections/0/status",
            "/sections/0/lessons/0/name",
            "/sections/0/lessons/0/description",
            "/sections/0/lessons/0/youtubeVideoId",
            "/sections/0/lessons/0/status",
            "/sections/5/name",
            "/sections/5/lessons/0/id",
            "/sections/5/lessons/1/youtubeVideoId",
            "/deleted/lessons/0",
        ]
    )
    assert dump(database) == before


@pytest.mark.parametrize("kind", ["section", "lesson"])
async def test_another_courses_ids_are_taken(admin: Admin, database: Database, course: Course, kind: str) -> None:
    with catalog(database) as rows:
        section = rows.section(rows.course())
        lesson = rows.lesson(section)
    document, version = await export(admin, course.id)
    lessons = document["sections"][0]["lessons"]
    if kind == "section":
        document["sections"].append({"id": str(section), "name": "Theirs"})
    else:
        lessons.append({"id": str(lesson), "name": "Theirs", "youtubeVideoId": VIDEO})
    before = dump(database)

    replaced = await admin.refused("PUT", f"/courses/{course.id}", document, version)
    del document["id"]
    imported = await admin.refused("POST", "/import", document)

    assert (replaced["status"], replaced["code"]) == (imported["status"], imported["code"]) == (409, "id_taken")
    assert ("/sections/2" if kind == "section" else "/sections/0/lessons/3") in replaced["detail"]
    assert dump(database) == before


@pytest.mark.parametrize("query", ["", "?dryRun=true"])
async def test_a_version_is_needed_and_compared(admin: Admin, database: Database, course: Course, query: str) -> None:
    document, version = await export(admin, course.id)
    document["name"] = "Mine"
    before = dump(database)

    without = await admin.refused("PUT", f"/courses/{course.id}{query}", document)
    other = await admin.refused("PUT", f"/courses/{course.id}{query}", document, "x")
    nowhere = await admin.refused("PUT", f"/courses/{uuid4()}{query}", document | {"id": None}, version)

    assert (without["status"], without["code"]) == (428, "precondition_required")
    assert (other["status"], other["code"], other["version"]) == (412, "version_mismatch", version)
    assert nowhere["status"] == 404
    assert dump(database) == before


async def test_an_import_elsewhere_makes_the_same_course(admin: Admin, database: Database, course: Course) -> None:
    document, _ = await export(admin, course.id)
    document["sections"].reverse()
    document["sections"][0]["lessons"].reverse()
    taken = await admin.refused("POST", "/import", document)
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM courses")

    plan = await admin.done("POST", "/import?dryRun=true", document)
    outline = await admin.done("POST", "/import", document)

    assert (taken["status"], taken["code"]) == (409, "id_taken")
    assert plan == {
        "courses": counts(created=1),
        "sections": counts(created=2),
        "lessons": counts(created=6),
        "learnerCount": 0,
        "completionCount": 0,
    }
    assert (await export(admin, course.id))[0] == document
    assert [section["order"] for section in outline["sections"]] == [0, 1]


async def test_an_import_without_ids_is_all_new(admin: Admin, course: Course) -> None:
    document, _ = await export(admin, course.id)
    plain = deepcopy(document)
    for each in (
        plain,
        *plain["sections"],
        *(lesson for section in plain["sections"] for lesson in section["lessons"]),
    ):
        del each["id"]

    made = [await admin.done("POST", "/import", plain) for _ in range(2)]

    assert len({str(course.id), *(outline["id"] for outline in made)}) == 3
    for outline in made:
        copy, _ = await export(admin, outline["id"])
        assert copy["sections"][0]["lessons"][0].keys() == document["sections"][0]["lessons"][0].keys()
        assert [section["name"] for section in copy["sections"]] == ["s0", "s1"]


async def test_an_import_lists_every_fault(admin: Admin, database: Database) -> None:
    before = dump(database)
    lesson = {"name": "x" * 201, "youtubeVideoId": "nothing"}

    problem = await admin.refused("POST", "/import", {"name": "", "sections": [{"name": "s", "lessons": [lesson] * 2}]})

    fields = [f"/sections/0/lessons/{at}/{field}" for at in range(2) for field in ("name", "youtubeVideoId")]
    assert (problem["status"], pointers(problem)) == (422, ["/name", *fields])
    assert dump(database) == before


async def test_imports_of_the_same_ids_at_once(admin: Admin, database: Database) -> None:
    """One makes them; the others are told, and leave nothing."""
    section, lesson = str(uuid4()), str(uuid4())
    body = {"name": "c", "sections": [{"id": section, "name": "s", "lessons": [_lesson(lesson)]}]}

    answers = await asyncio.gather(*(admin.send("POST", "/import", body) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"id_taken", "conflict"}
    assert len(dump(database)["courses"]) == 1


def _lesson(lesson_id: str) -> Json:
    return {"id": lesson_id, "name": "l", "youtubeVideoId": VIDEO}


async def test_the_number_of_statements_does_not_grow(admin: Admin, database: Database) -> None:
    numbers: set[int] = set()
    for size in (1, 20):
        lessons = [{"name": f"l{at}", "youtubeVideoId": VIDEO} for at in range(4 * size)]
        sections = [{"name": f"s{at}", "lessons": lessons} for at in range(3 * size)]
        outline = await admin.done("POST", "/import", {"name": "c", "sections": sections})
        document, version = await export(admin, outline["id"])
        gone = [document["sections"].pop() for _ in range(size)]
        document["deleted"] = {
            "sections": [section["id"] for section in gone],
            "lessons": [lesson["id"] for section in gone for lesson in section["lessons"]],
        }
        document["sections"].reverse()
        for section in document["sections"]:
            section["name"] += "!"
            section["lessons"].reverse()
            section["lessons"][0]["name"] += "!"
            section["lessons"].append(_lesson(str(uuid4())))
        document["sections"].append({"id": str(uuid4()), "name": "new"})
        with statements(database) as run:
            await admin.done("PUT", f"/courses/{outline['id']}", document, version)
        numbers.add(len(run))

    assert len(numbers) == 1
    assert max(numbers) <= 25


async def test_documents_may_be_larger_than_other_bodies(admin: Admin, course: Course) -> None:
    for method, path, most in (
        ("POST", "/import", 16),
        ("PUT", f"/courses/{course.id}", 16),
        ("PATCH", f"/courses/{course.id}", 1),
        ("POST", f"/courses/{course.id}/sections", 1),
        ("POST", "/products", 1),
        ("POST", "/import/", 1),
        ("POST", "/import/../products", 1),
        ("PUT", "/import", 1),
    ):
        for size in (most * MEBIBYTE, most * MEBIBYTE + 1):
            content = b'{"name": "x"}'.ljust(size)
            answer = await admin.api.request(method, f"/v1/admin{path}", admin.id, content=content)
            assert (answer.status_code == 413) == (size > most * MEBIBYTE) or answer.status_code in (404, 405)
            if answer.status_code == 413:
                assert answer.json()["code"] == "too_large"
                assert f"{most} MiB" in answer.json()["detail"]
