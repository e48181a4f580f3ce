"""Users: who they are, their role, and access by hand."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from backend import tables
from backend.own_tables import access_sources
from tests.backend.admin.conftest import Admin
from tests.backend.dump import dump
from tests.backend.rows import catalog
from tests.backend.test_statements import statements

if TYPE_CHECKING:
    from backend.database import Database

Json = dict[str, Any]
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def learner(database: Database) -> UUID:
    with catalog(database) as rows:
        return rows.user("Lea", email="lea@example.com")


def sources(user: Json) -> dict[str, list[tuple[str, str | None]]]:
    return {
        course["name"]: sorted((source["kind"], source["productName"]) for source in course["sources"])
        for course in user["courses"]
    }


async def test_a_user_is_shown_with_every_course_and_why(admin: Admin, database: Database, learner: UUID) -> None:
    with catalog(database) as rows:
        here, elsewhere, given, unexplained = (rows.course(name) for name in ("here", "elsewhere", "given", "no row"))
        product, other = rows.product(here), rows.product(elsewhere, given)
        purchase = rows.purchase(learner, product)
        rows.purchase(learner, other)
        rows.purchase(learner, other, refunded=True)
        rows.access(learner, here, elsewhere, given, unexplained)
        sources_table = access_sources(database.dialect)
        row = {"userId": learner, "courseId": here, "purchaseId": purchase}
        rows.connection.execute(insert(sources_table), row)
        rows.connection.execute(insert(sources_table), {"userId": learner, "courseId": given})
        section = rows.section(here)
        done, _, hidden = rows.lessons(
            section, [{"name": "l", "status": status} for status in ("public", "preview", "private")]
        )
        rows.complete(learner, done, hidden)

    user = await admin.done("GET", f"/users/{learner}")

    assert sources(user) == {
        "elsewhere": [("purchase", "Bundle")],
        "given": [("manual", None), ("purchase", "Bundle")],
        "here": [("purchase", "Bundle")],
        "no row": [("manual", None)],
    }
    assert [course["name"] for course in user["courses"]] == ["elsewhere", "given", "here", "no row"]
    counted = user["courses"][2]
    assert (counted["completedCount"], counted["lessonCount"]) == (1, 2)
    assert (user["purchaseCount"], user["paidInCents"], user["courseCount"]) == (3, 5800, 4)
    assert (user["name"], user["email"], user["role"]) == ("Lea", "lea@example.com", "user")


async def test_pages_hold_everybody(admin: Admin, database: Database, learner: UUID) -> None:
    with catalog(database) as rows:
        rows.user("Deleted user", email="deleted@deleted.invalid", deletedAt=NOW)
        rows.user("lea", email="Other@Example.com")

    pages = await admin.api.pages("/v1/admin/users", admin.id, limit=2)
    hits = await admin.api.items("/v1/admin/users", admin.id, q="OTHER le")

    names = [item["name"] for page in pages for item in page]
    assert [name.casefold() for name in names] == ["ada", "deleted user", "lea", "lea"]
    assert [bool(item["deletedAt"]) for page in pages for item in page] == [False, True, False, False]
    assert [item["name"] for item in hits] == ["lea"]
    assert str(learner) in {item["id"] for page in pages for item in page}


async def test_the_role_is_all_that_changes(admin: Admin, database: Database, learner: UUID) -> None:
    path = f"/users/{learner}"
    before = await admin.done("GET", path)

    promoted = await admin.done("PATCH", path, {"role": "admin"}, before["version"])
    same = await admin.done("PATCH", path, {"role": "admin"})
    stale = await admin.refused("PATCH", path, {"role": "user"}, before["version"])
    more = await admin.refused("PATCH", path, {"role": "user", "email": "x@example.com"})
    wrong = [await admin.refused("PATCH", path, body) for body in ({"role": "owner"}, {"role": None}, {})]
    nobody = await admin.refused("PATCH", f"/users/{uuid4()}", {"role": "user"})

    changed = {"role", "updatedAt", "version"}
    assert {name for name in promoted if promoted[name] != before[name]} == changed
    assert same == promoted == await admin.done("GET", path)
    assert (stale["status"], stale["version"]) == (412, promoted["version"])
    assert more["status"] == 422
    assert {problem["status"] for problem in wrong} == {422}
    assert nobody["status"] == 404


async def test_the_last_admin_stays(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        rows.user(role="admin", deletedAt=NOW)
    before = dump(database)

    problem = await admin.refused("PATCH", f"/users/{admin.id}", {"role": "user"})

    assert (problem["status"], problem["code"]) == (409, "last_admin")
    assert dump(database) == before


async def test_admins_who_demote_each_other_at_once_leave_one(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        everybody = [admin.id, *(rows.user(role="admin") for _ in range(5))]

    answers = await asyncio.gather(
        *(
            Admin(admin.api, one).send("PATCH", f"/users/{other}", {"role": "user"})
            for one in everybody
            for other in everybody
            if one != other
        )
    )

    assert {answer.status_code for answer in answers} <= {200, 403, 409}
    with database.read() as connection:
        roles = connection.execute(select(tables.users.c.role)).scalars().all()
    assert roles.count("admin") == 1


async def test_access_is_given_and_taken_by_hand(admin: Admin, database: Database, learner: UUID) -> None:
    with catalog(database) as rows:
        course = rows.course("c")
        product = rows.product(course)
        rows.access(learner, course)
        rows.purchase(learner, product)
        rows.complete(learner, rows.lesson(rows.section(course)))
    path = f"/users/{learner}/courses/{course}"

    granted = [await admin.send("PUT", path) for _ in range(2)]
    with_both = await admin.done("GET", f"/users/{learner}")
    revoked = [await admin.send("DELETE", path) for _ in range(2)]
    without = await admin.done("GET", f"/users/{learner}")
    await admin.send("PUT", path)
    again = await admin.done("GET", f"/users/{learner}")

    assert {(answer.status_code, answer.content) for answer in (*granted, *revoked)} == {(204, b"")}
    assert sources(with_both) == {"c": [("manual", None), ("purchase", "Bundle")]}
    assert without["courses"] == []
    assert sources(again) == {"c": [("manual", None)]}
    assert again["courses"][0]["completedCount"] == 1


async def test_who_is_deleted_or_not_there_gets_nothing(admin: Admin, database: Database, learner: UUID) -> None:
    with catalog(database) as rows:
        deleted, course = rows.user(deletedAt=NOW, role="admin"), rows.course()
    before = dump(database)

    refusals = [
        await admin.refused("PUT", f"/users/{deleted}/courses/{course}"),
        await admin.refused("PATCH", f"/users/{deleted}", {"role": "user"}),
    ]
    nowhere = [
        await admin.refused(method, f"/users/{user}/courses/{here}")
        for method in ("PUT", "DELETE")
        for user, here in ((uuid4(), course), (learner, uuid4()))
    ]

    assert {(problem["status"], problem["code"]) for problem in refusals} == {(409, "user_deleted")}
    assert {problem["status"] for problem in nowhere} == {404}
    assert (await admin.send("DELETE", f"/users/{deleted}/courses/{course}")).status_code == 204
    assert dump(database) == before


async def test_admins_who_grant_to_each_other_at_once_do_not_wait_for_one_another(
    admin: Admin, database: Database
) -> None:
    with catalog(database) as rows:
        other = Admin(admin.api, rows.user(role="admin"))
        courses = [rows.course() for _ in range(6)]

    answers = await asyncio.gather(
        *(
            one.send(method, f"/users/{two.id}/courses/{course}")
            for course in courses
            for one, two in ((admin, other), (other, admin))
            for method in ("PUT", "DELETE", "PUT")
        )
    )

    assert {answer.status_code for answer in answers} == {204}


async def test_the_number_of_statements_does_not_grow(admin: Admin, database: Database) -> None:
    numbers: set[int] = set()
    for size in (1, 20):
        with catalog(database) as rows:
            user = rows.user()
            courses = [rows.course() for _ in range(size)]
            rows.access(user, *courses)
            for course in courses:
                rows.purchase(user, rows.product(course))
                rows.lesson(rows.section(course))
        with statements(database) as run:
            await admin.done("GET", f"/users/{user}")
            await admin.done("GET", "/users")
        numbers.add(len(run))

    assert len(numbers) == 1
