"""Courses, sections and lessons: made, read, changed and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from api_client.models import INT4_MAX
from backend.tables import course_sections, lessons
from tests.backend.dump import dump
from tests.backend.rows import VIDEO, catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.admin.conftest import Admin

Json = dict[str, Any]
UNTIDY = "a\x1b[31m\r\n\u202e\u200b [b]bold[/b] " + "ä" * 300


async def build(admin: Admin) -> tuple[Json, Json, Json]:
    """A course, a section and a lesson, made by the admin."""
    course = await admin.done("POST", "/courses", {"name": "Algebra"})
    section = await admin.done("POST", f"/courses/{course['id']}/sections", {"name": "Groups"})
    body = {"name": "Rings", "youtubeVideoId": f"https://youtu.be/{VIDEO}?t=3", "description": "*so*\n\ttrue"}
    return course, section, await admin.done("POST", f"/sections/{section['id']}/lessons", body)


async def test_what_is_made_is_there(admin: Admin) -> None:
    course, section, lesson = await build(admin)

    assert (course["name"], course["description"], course["lessonCount"]) == ("Algebra", "", 0)
    assert (section["order"], section["status"], section["courseId"]) == (0, "private", course["id"])
    assert (lesson["order"], lesson["status"], lesson["youtubeVideoId"]) == (0, "private", VIDEO)
    outline = await admin.outline(course["id"])
    assert outline["sections"] == [section | {"lessons": [lesson]}]
    assert outline["rowVersion"] == course["version"]
    assert await admin.done("GET", f"/lessons/{lesson['id']}") == lesson
    (listed,) = (await admin.done("GET", "/courses?q=ALGE"))["items"]
    assert listed == course | {"sectionCount": 1, "lessonCount": 1, "hiddenLessonCount": 1}


async def test_a_repeated_request_makes_nothing_new(admin: Admin, database: Database) -> None:
    course, section, _ = await build(admin)
    calls = [
        ("/courses", {"name": "Calculus", "description": "d"}),
        (f"/courses/{course['id']}/sections", {"name": "Fields", "status": "public"}),
        (f"/sections/{section['id']}/lessons", {"name": "Ideals", "youtubeVideoId": VIDEO, "status": "preview"}),
    ]
    for path, body in calls:
        body = body | {"id": str(uuid4())}
        first = await admin.send("POST", path, body)
        before = dump(database)
        again = await admin.send("POST", path, body)
        other = await admin.refused("POST", path, body | {"name": "Another"})

        assert (first.status_code, again.status_code, other["code"]) == (201, 201, "id_taken")
        assert first.json() == again.json()
        assert first.json()["id"] == body["id"]
        assert dump(database) == before


async def test_an_id_is_taken_below_another_parent_too(admin: Admin, database: Database) -> None:
    course, section, lesson = await build(admin)
    other, _, _ = await build(admin)
    before = dump(database)
    body = {"id": lesson["id"], "name": "Rings", "youtubeVideoId": VIDEO, "description": lesson["description"]}

    for path, sent in [
        (f"/courses/{other['id']}/sections", {"id": section["id"], "name": "Groups"}),
        (f"/sections/{(await admin.outline(other['id']))['sections'][0]['id']}/lessons", body),
    ]:
        assert (await admin.refused("POST", path, sent))["code"] == "id_taken"
    assert dump(database) == before
    assert (await admin.outline(course["id"]))["sections"][0]["lessons"] == [lesson]


async def test_what_is_new_goes_last(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course()
        rows.section(course, "second", order=INT4_MAX)
        first = rows.section(course, "first", order=-7)
        rows.lessons(first, [{"name": "b", "order": INT4_MAX}, {"name": "a", "order": INT4_MAX - 3}])
        rows.section(course, "only", order=-3)

    await admin.done("POST", f"/courses/{course}/sections", {"name": "third"})
    await admin.done("POST", f"/sections/{first}/lessons", {"name": "c", "youtubeVideoId": VIDEO})
    await admin.done("POST", f"/sections/{first}/lessons", {"name": "d", "youtubeVideoId": VIDEO})

    sections = (await admin.outline(course))["sections"]
    assert [(each["name"], each["order"]) for each in sections] == [
        ("first", 0),
        ("only", 1),
        ("second", 2),
        ("third", 3),
    ]
    assert [(each["name"], each["order"]) for each in sections[0]["lessons"]] == [
        ("a", 0),
        ("b", 1),
        ("c", 2),
        ("d", 3),
    ]


async def test_a_patch_changes_what_it_carries(admin: Admin, database: Database) -> None:
    course, section, lesson = await build(admin)
    for path, body, before in [
        (f"/courses/{course['id']}", {"name": " Algebra II ", "description": "new"}, course),
        (f"/sections/{section['id']}", {"name": "Rings", "status": "public"}, section),
        (f"/lessons/{lesson['id']}", {"status": "preview", "description": None}, lesson),
        (f"/lessons/{lesson['id']}", {"name": "Ideals", "youtubeVideoId": "youtube.com/live/AAAAAAAAAAA"}, None),
    ]:
        before = before or await admin.done("GET", path)
        after = await admin.done("PATCH", path, body, before["version"])
        moved = {"updatedAt", "version", "youtubeVideoId", "sectionCount", "lessonCount", "hiddenLessonCount", *body}
        assert {name: after[name] for name in after if name not in moved} == {
            name: before[name] for name in before if name not in moved
        }
        assert after["updatedAt"] > before["updatedAt"]
        assert after["version"] != before["version"]
        assert (await admin.refused("PATCH", path, body | {"name": "Late"}, before["version"]))["version"] == after[
            "version"
        ]
        rows = dump(database)
        assert await admin.done("PATCH", path, body) == after
        assert await admin.done("PATCH", path, {}) == after
        assert dump(database) == rows
    assert (await admin.done("GET", f"/lessons/{lesson['id']}"))["youtubeVideoId"] == "AAAAAAAAAAA"


async def test_a_patch_validates_what_it_carries_alone(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course(UNTIDY, description=UNTIDY)
        section = rows.section(course, UNTIDY, order=-5)
        lesson = rows.lesson(section, UNTIDY, youtubeVideoId="-not a video", description="\x07")

    outline = await admin.outline(course)
    assert (outline["name"], outline["sections"][0]["lessons"][0]["name"]) == (UNTIDY, UNTIDY)
    assert (await admin.done("PATCH", f"/lessons/{lesson}", {"status": "preview"}))["name"] == UNTIDY
    assert (await admin.done("PATCH", f"/sections/{section}", {"status": "private"}))["order"] == -5
    assert (await admin.done("PATCH", f"/courses/{course}", {"name": "Tidy"}))["description"] == UNTIDY


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/courses/{course}", {"name": None}, "/name"),
        ("/courses/{course}", {"name": "  "}, "/name"),
        ("/courses/{course}", {"name": "a" * 201}, "/name"),
        ("/courses/{course}", {"name": "a\nb"}, "/name"),
        ("/courses/{course}", {"description": None}, "/description"),
        ("/courses/{course}", {"description": "a\x00"}, "/description"),
        ("/courses/{course}", {"description": "\ud800"}, "/description"),
        ("/courses/{course}", {"id": str(uuid4())}, "/id"),
        ("/sections/{section}", {"status": "preview"}, "/status"),
        ("/sections/{section}", {"status": None}, "/status"),
        ("/sections/{section}", {"order": 3}, "/order"),
        ("/lessons/{lesson}", {"status": None}, "/status"),
        ("/lessons/{lesson}", {"youtubeVideoId": None}, "/youtubeVideoId"),
        ("/lessons/{lesson}", {"youtubeVideoId": "https://vimeo.com/1"}, "/youtubeVideoId"),
        ("/lessons/{lesson}", {"description": "a" * 20_001}, "/description"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_is_refused(admin: Admin, database: Database, path: str, body: Json, pointer: str) -> None:
    course, section, lesson = await build(admin)
    before = dump(database)
    problem = await admin.refused(
        "PATCH", path.format(course=course["id"], section=section["id"], lesson=lesson["id"]), body
    )

    assert (problem["status"], [error["pointer"] for error in problem["errors"]]) == (422, [pointer])
    assert "Value error" not in problem["detail"]
    assert dump(database) == before


async def test_deleting(admin: Admin, database: Database) -> None:
    course, section, lesson = await build(admin)
    with catalog(database) as rows:
        learner = rows.user()
        rows.access(learner, UUID(course["id"]))
        rows.complete(learner, UUID(lesson["id"]))
        product = rows.product(UUID(course["id"]), name="Bundle [b]")
    before = dump(database)

    for path in (f"/lessons/{lesson['id']}", f"/sections/{section['id']}", f"/courses/{course['id']}"):
        problem = await admin.refused("DELETE", path, version="0" * 24)
        assert problem["code"] == "version_mismatch"
        assert problem["version"]
    refusal = await admin.refused("DELETE", f"/courses/{course['id']}")
    assert refusal["code"] == "course_in_product"
    assert "“Bundle [b]”" in refusal["detail"]
    assert dump(database) == before

    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM products")
    assert product
    version = (await admin.outline(course["id"]))["version"]
    assert (await admin.send("DELETE", f"/lessons/{lesson['id']}", version=lesson["version"])).status_code == 204
    assert (await admin.refused("DELETE", f"/lessons/{lesson['id']}"))["status"] == 404
    assert (await admin.refused("DELETE", f"/courses/{course['id']}", version=version))["code"] == "version_mismatch"
    assert (await admin.send("DELETE", f"/sections/{section['id']}", version=section["version"])).status_code == 204
    assert (await admin.send("DELETE", f"/courses/{course['id']}", version=course["version"])).status_code == 204
    left = dump(database)
    assert [left[name] for name in ("courses", "lessons", "user_lesson_complete", "user_course_access")] == [[]] * 4


async def test_what_is_not_there(admin: Admin, database: Database) -> None:
    nobody = uuid4()
    before = dump(database)
    section = {"name": "a"}
    lesson = {"name": "a", "youtubeVideoId": VIDEO}
    for method, path, body in [
        ("GET", f"/courses/{nobody}", None),
        ("PATCH", f"/courses/{nobody}", {"name": "a"}),
        ("DELETE", f"/courses/{nobody}", None),
        ("POST", f"/courses/{nobody}/sections", section),
        ("PATCH", f"/sections/{nobody}", section),
        ("DELETE", f"/sections/{nobody}", None),
        ("POST", f"/sections/{nobody}/lessons", lesson),
        ("GET", f"/lessons/{nobody}", None),
        ("PATCH", f"/lessons/{nobody}", {}),
        ("DELETE", f"/lessons/{nobody}", None),
        ("GET", "/lessons/x", None),
    ]:
        assert (await admin.refused(method, path, body))["code"] == "not_found", (method, path)
    assert dump(database) == before


async def test_the_outlines_version_is_of_all_its_rows(admin: Admin, database: Database) -> None:
    course, section, lesson = await build(admin)
    versions = {(await admin.outline(course["id"]))["version"]}
    for table, row, column in [(course_sections, section, "order"), (lessons, lesson, "order")]:
        with database.write() as connection:
            old = connection.execute(select(table.c.updatedAt).where(table.c.id == row["id"])).scalar()
            connection.execute(update(table).where(table.c.id == row["id"]).values({column: 5, "updatedAt": old}))
        versions.add((await admin.outline(course["id"]))["version"])
    await admin.done("PATCH", f"/courses/{course['id']}", {"name": "Other"})
    versions.add((await admin.outline(course["id"]))["version"])

    assert len(versions) == 4


async def test_the_list(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        ids = {name: rows.course(name) for name in ("b", "A", "c", UNTIDY, "")}
        learner, other = rows.user(), rows.user()
        rows.access(learner, ids["A"])
        rows.access(other, ids["A"], ids["b"])
        made = [rows.lesson(rows.section(ids["A"], status=status), status="public") for status in ("private", "public")]
        rows.lesson(rows.section(ids["A"], status="public"), status="private")
        rows.complete(learner, *made)
        rows.complete(other, made[0])
        rows.product(ids["A"], name="z")
        rows.product(ids["A"], ids["b"], name="Y", status="private")

    pages = await admin.api.pages("/v1/admin/courses", admin.id, limit=2)
    items = {item["name"]: item for page in pages for item in page}
    assert [[item["name"] for item in page] for page in pages] == [["", "A"], [UNTIDY, "b"], ["c"]]
    counts = ("sectionCount", "lessonCount", "hiddenLessonCount", "learnerCount", "completionCount")
    assert [items["A"][name] for name in counts] == [3, 3, 2, 2, 3]
    assert [items["b"][name] for name in counts] == [0, 0, 0, 1, 0]
    assert [(each["name"], each["status"]) for each in items["A"]["products"]] == [("Y", "private"), ("z", "public")]
    assert await admin.api.items("/v1/admin/courses", admin.id, q="BOLD ä") == [items[UNTIDY]]
