"""What others see, and why: always what they themselves are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from backend.access import grant
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.admin.conftest import Admin


@dataclass
class School:
    users: dict[str, UUID | None]
    lessons: dict[tuple[str, str, str], UUID]
    """By how the course is sold, and the status of the section and of the lesson."""
    courses: dict[str, UUID]
    purchases: dict[str, UUID]


@pytest.fixture
def school(database: Database) -> School:
    with catalog(database) as rows:
        names = ("stranger", "by hand", "buyer", "refunded", "bought elsewhere", "an admin")
        users: dict[str, UUID | None] = {name: rows.user(name) for name in names}
        users |= {"visitor": None, "deleted": rows.user("gone", deletedAt=datetime.now(UTC))}
        courses = {sold: rows.course(sold) for sold in ("public", "private", "unsold")}
        products = [rows.product(courses[sold], name=f"{sold} [b]", status=sold) for sold in ("public", "private")]
        lessons: dict[tuple[str, str, str], UUID] = {}
        for sold, section in product(courses, ("public", "private")):
            section_id = rows.section(courses[sold], status=section)
            for status in ("public", "preview", "private"):
                lessons[sold, section, status] = rows.lesson(section_id, status=status)
        purchases: dict[str, UUID] = {}
        for name in ("buyer", "refunded", "bought elsewhere"):
            buyer = users[name]
            assert buyer
            purchases |= {
                f"{name} {each}": rows.purchase(buyer, each, refunded=name == "refunded") for each in products
            }
            if name == "bought elsewhere":
                rows.access(buyer, courses["public"], courses["private"])
            if name == "buyer":
                for each, sold in zip(products, ("public", "private"), strict=True):
                    grant(rows.connection, buyer, [courses[sold]], purchases[f"{name} {each}"])
        for name in ("by hand", "an admin"):
            somebody = users[name]
            assert somebody
            grant(rows.connection, somebody, list(courses.values()))
            rows.complete(somebody, lessons["public", "public", "public"])
    return School(users, lessons, courses, purchases)


async def test_why_is_what_they_are_answered(admin: Admin, school: School) -> None:
    results: set[str] = set()
    for (name, user), lesson in product(school.users.items(), school.lessons.values()):
        own = await admin.api.get(f"/v1/lessons/{lesson}", user)
        expected = "hidden" if own.status_code in (403, 404) else "locked" if own.json()["locked"] else "visible"
        told = await admin.done("GET", f"/lessons/{lesson}/why" + (f"?user={user}" if user else ""))
        assert told["result"] == expected, (name, told)
        assert told["reasons"]
        results.add(expected)
    assert results == {"hidden", "locked", "visible"}


async def test_the_outline_is_what_they_are_answered(admin: Admin, school: School) -> None:
    for (name, user), course in product(school.users.items(), school.courses.values()):
        own = await admin.api.get(f"/v1/courses/{course}", user)
        seen = await admin.send("GET", f"/courses/{course}/outline?as={user or 'visitor'}")
        if own.status_code == 200:
            assert seen.json() == own.json(), name
        else:
            assert (seen.status_code, seen.json()["code"]) == (404, "not_visible"), name

    learner = school.users["by hand"]
    for course in school.courses.values():
        own = await admin.api.json(f"/v1/courses/{course}", learner)
        seen = await admin.done("GET", f"/courses/{course}/outline?as=learner")
        assert seen["access"] == "owned"
        assert seen["completedCount"] == 0
        assert [
            [(lesson["id"], lesson["locked"]) for lesson in section["lessons"]] for section in seen["sections"]
        ] == [[(lesson["id"], False) for lesson in section["lessons"]] for section in own["sections"]]


@pytest.mark.parametrize(
    ("user", "lesson", "codes"),
    [
        ("visitor", "public public public", "course_offered not_signed_in section_public lesson_public"),
        ("stranger", "unsold public preview", "course_not_offered no_access section_public lesson_preview"),
        ("by hand", "private private public", "course_not_offered access_by_hand section_private lesson_public"),
        ("buyer", "private public private", "course_not_offered access_by_purchase section_public lesson_private"),
        ("bought elsewhere", "public public public", "course_offered access_by_purchase section_public lesson_public"),
        (
            "refunded",
            "public public preview",
            "course_offered no_access purchase_refunded section_public lesson_preview",
        ),
        ("deleted", "public public public", "user_deleted"),
    ],
)
async def test_the_reasons(admin: Admin, school: School, user: str, lesson: str, codes: str) -> None:
    user_id = school.users[user]
    sold, section, status = lesson.split()
    path = f"/lessons/{school.lessons[sold, section, status]}/why"
    told = await admin.done("GET", f"{path}?user={user_id}" if user_id else path)

    assert [reason["code"] for reason in told["reasons"]] == codes.split()
    named = {UUID(reason["purchaseId"]) for reason in told["reasons"] if reason["purchaseId"]}
    bought = {purchase for name, purchase in school.purchases.items() if name.startswith(user)}
    assert bool(named) == any("purchase" in code for code in codes.split())
    assert named <= bought


async def test_what_is_not_there(admin: Admin, school: School) -> None:
    course, lesson = school.courses["public"], next(iter(school.lessons.values()))
    for path, status in [
        (f"/courses/{uuid4()}/outline?as=learner", 404),
        (f"/courses/{course}/outline?as={uuid4()}", 404),
        (f"/courses/{course}/outline?as=nobody", 422),
        (f"/courses/{course}/outline", 422),
        (f"/lessons/{uuid4()}/why", 404),
        (f"/lessons/{lesson}/why?user={uuid4()}", 404),
        (f"/lessons/{lesson}/why?user=nobody", 422),
    ]:
        assert (await admin.refused("GET", path))["status"] == status, path
