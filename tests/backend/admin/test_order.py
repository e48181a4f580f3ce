"""The order of a course: put as a whole, or not at all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from tests.backend.dump import dump
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.admin.conftest import Admin

Json = dict[str, Any]
Order = list[tuple[str, list[str]]]


def order_of(outline: Json) -> Order:
    return [(section["id"], [lesson["id"] for lesson in section["lessons"]]) for section in outline["sections"]]


def body(order: Order) -> Json:
    return {"sections": [{"id": section, "lessonIds": lessons} for section, lessons in order]}


def shuffled(order: Order, seed: int) -> Order:
    """Another order of the same: sections and lessons anywhere."""
    chance = random.Random(seed)
    sections = [section for section, _ in order]
    lessons = [lesson for _, some in order for lesson in some]
    chance.shuffle(sections)
    chance.shuffle(lessons)
    cuts = sorted(chance.randrange(len(lessons) + 1) for _ in sections[1:])
    bounds = zip([0, *cuts], [*cuts, len(lessons)], strict=True)
    return [(section, lessons[start:end]) for section, (start, end) in zip(sections, bounds, strict=True)]


def make(database: Database, sections: int = 3, lessons: int = 4, **columns: object) -> UUID:
    """A course of tidy order."""
    with catalog(database) as rows:
        course = rows.course()
        for order in range(sections):
            rows.lessons(rows.section(course, order=order), [{"name": str(each)} | columns for each in range(lessons)])
    return course


def is_tidy(outline: Json) -> bool:
    sections = outline["sections"]
    lessons = ([lesson["order"] for lesson in section["lessons"]] for section in sections)
    return all(orders == list(range(len(orders))) for orders in ([section["order"] for section in sections], *lessons))


def versions(outline: Json) -> dict[str, str]:
    """Of each section and lesson."""
    rows = [each for section in outline["sections"] for each in (section, *section["lessons"])]
    return {each["id"]: each["version"] for each in rows}


async def test_what_is_put_is_the_order(admin: Admin, database: Database) -> None:
    course = make(database)
    for seed in range(5):
        before = await admin.outline(course)
        wanted = shuffled(order_of(before), seed)
        after = await admin.done("PUT", f"/courses/{course}/order", body(wanted), before["version"])

        assert order_of(after) == wanted
        assert is_tidy(after)
        assert await admin.outline(course) == after
        assert after["version"] != before["version"]
        assert after["rowVersion"] == before["rowVersion"]


async def test_what_stays_in_its_place_is_not_written(admin: Admin, database: Database) -> None:
    course = make(database)
    before = await admin.outline(course)
    order = order_of(before)
    first, second, third = order
    first[1][0], first[1][1] = first[1][1], first[1][0]
    third[1].append(second[1].pop())
    after = await admin.done("PUT", f"/courses/{course}/order", body(order), before["version"])

    versions = {
        each["id"]: each["version"] for section in before["sections"] for each in [section, *section["lessons"]]
    }
    written = {
        each["id"]
        for section in after["sections"]
        for each in [section, *section["lessons"]]
        if each["version"] != versions[each["id"]]
    }
    assert written == {first[1][0], first[1][1], third[1][-1]}


async def test_a_repeated_request_is_no_conflict(admin: Admin, database: Database) -> None:
    course = make(database)
    before = await admin.outline(course)
    wanted = body(shuffled(order_of(before), 1))
    path = f"/courses/{course}/order"
    first = await admin.done("PUT", path, wanted, before["version"])
    rows = dump(database)

    for version in (before["version"], first["version"], "anything"):
        assert await admin.done("PUT", path, wanted, version) == first
    assert dump(database) == rows

    late = await admin.refused("PUT", path, body(shuffled(order_of(before), 2)), before["version"])
    assert (late["status"], late["code"], late["version"]) == (412, "version_mismatch", first["version"])
    without = await admin.refused("PUT", path, wanted)
    assert (without["status"], without["code"]) == (428, "precondition_required")
    assert dump(database) == rows


async def test_any_other_change_is_a_conflict(admin: Admin, database: Database) -> None:
    course = make(database)
    version = (await admin.outline(course))["version"]
    wanted = body(shuffled(order_of(await admin.outline(course)), 3))
    section = order_of(await admin.outline(course))[0][0]
    for method, path, sent in [
        ("PATCH", f"/courses/{course}", {"description": "new"}),
        ("PATCH", f"/sections/{section}", {"name": "new"}),
        ("POST", f"/sections/{section}/lessons", {"name": "new", "youtubeVideoId": "AAAAAAAAAAA"}),
        ("DELETE", f"/lessons/{order_of(await admin.outline(course))[0][1][0]}", None),
    ]:
        await admin.send(method, path, sent)
        problem = await admin.refused("PUT", f"/courses/{course}/order", wanted, version)
        assert problem["code"] == "version_mismatch", path
        version = problem["version"]
        assert version == (await admin.outline(course))["version"]
        wanted = body(shuffled(order_of(await admin.outline(course)), 3))


async def test_what_is_no_permutation_changes_nothing(admin: Admin, database: Database) -> None:
    course, other = make(database), make(database)
    foreign = order_of(await admin.outline(other))
    outline = await admin.outline(course)
    before = dump(database)

    def broken(change: str) -> tuple[Order, str]:
        order = order_of(outline)
        match change:
            case "lesson missing":
                return order, f"The lesson {order[0][1].pop(1)} is missing."
            case "section missing":
                section, lessons = order.pop()
                order[0][1].extend(lessons)
                return order, f"The section {section} is missing."
            case "lesson twice":
                order[1][1].append(order[0][1][0])
                return order, f"The lesson {order[0][1][0]} is here a second time."
            case "section twice":
                order.append((order[0][0], []))
                return order, f"The section {order[0][0]} is here a second time."
            case "foreign lesson":
                order[0][1][2] = foreign[0][1][0]
                return order, f"The course has no lesson {foreign[0][1][0]}."
            case "foreign section":
                order.append((foreign[0][0], []))
                return order, f"The course has no section {foreign[0][0]}."
            case _:
                order[0][1].append(str(uuid4()))
                return order, f"The course has no lesson {order[0][1][-1]}."

    changes = ("lesson missing", "section missing", "lesson twice", "section twice", "foreign lesson")
    for change in (*changes, "foreign section", "unknown lesson"):
        order, sentence = broken(change)
        problem = await admin.refused("PUT", f"/courses/{course}/order", body(order), outline["version"])
        assert (problem["status"], problem["code"]) == (422, "not_a_permutation"), change
        assert sentence in [error["detail"] for error in problem["errors"]], change
        assert dump(database) == before
    nothing = await admin.refused("PUT", f"/courses/{course}/order", {"sections": []}, outline["version"])
    assert "3 sections missing, 12 lessons missing" in nothing["detail"]
    many = body([(section, [*lessons, *(str(uuid4()) for _ in range(200))]) for section, lessons in order_of(outline)])
    huge = await admin.refused("PUT", f"/courses/{course}/order", many, outline["version"])
    assert len(huge["errors"]) == 10
    assert (await admin.refused("PUT", f"/courses/{uuid4()}/order", {"sections": []}, "x"))["status"] == 404
    assert dump(database) == before


async def test_untidy_numbers_are_made_tidy(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course()
        for order in (5, -3, 5, 2**31 - 1, -(2**31)):
            numbers = (7, 7, -1, 2**31 - 1, 7)
            rows.lessons(rows.section(course, order=order), [{"name": "", "order": number} for number in numbers])
        rows.section(course, order=5)
    before = await admin.outline(course)
    same = order_of(before)
    after = await admin.done("PUT", f"/courses/{course}/order", body(same), "any")

    assert not is_tidy(before)
    assert is_tidy(after)
    assert order_of(after) == same
    assert await admin.outline(course) == after


async def test_an_empty_course(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course()

    assert (await admin.done("PUT", f"/courses/{course}/order", {"sections": []}, "any"))["sections"] == []
