"""Products as admins manage them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from tests.backend.dump import dump
from tests.backend.rows import catalog
from tests.backend.test_statements import statements

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.admin.conftest import Admin

Json = dict[str, Any]


@pytest.fixture
def courses(database: Database) -> list[str]:
    with catalog(database) as rows:
        return [str(rows.course(name)) for name in ("b", "A", "c")]


def bundle(*courses: str, **fields: object) -> Json:
    return {"name": "Bundle", "priceInDollars": 29, "courseIds": list(courses)} | fields


def course_ids(product: Json) -> list[str]:
    return [course["id"] for course in product["courses"]]


async def test_a_product_is_made_read_changed_and_deleted(admin: Admin, courses: list[str]) -> None:
    b, a, c = courses
    made = await admin.done("POST", "/products", bundle(b, a, name="  Bundle ", imageUrl="https://x.example/y"))
    path = f"/products/{made['id']}"

    changed = await admin.done("PATCH", path, {"courseIds": [c, a], "status": "public"}, made["version"])
    same = await admin.done("PATCH", path, {"courseIds": [a, c], "name": "Bundle"})

    assert (made["name"], made["status"], made["purchaseCount"], course_ids(made)) == ("Bundle", "private", 0, [a, b])
    assert (changed["status"], course_ids(changed)) == ("public", [a, c])
    assert changed["version"] != made["version"]
    assert same == changed == await admin.done("GET", path)
    assert (await admin.done("GET", "/products"))["items"] == [changed]
    assert (await admin.send("DELETE", path, version=changed["version"])).status_code == 204
    assert (await admin.refused("GET", path))["status"] == 404


async def test_the_version_is_that_of_the_row_and_its_courses(admin: Admin, courses: list[str]) -> None:
    made = await admin.done("POST", "/products", bundle(courses[0]))
    path = f"/products/{made['id']}"

    other = await admin.done("PATCH", path, {"courseIds": courses[:2]})
    refused = [
        await admin.refused(method, path, body, made["version"])
        for method, body in (("PATCH", {"name": "x"}), ("DELETE", None))
    ]

    assert {(problem["status"], problem["code"]) for problem in refused} == {(412, "version_mismatch")}
    assert {problem["version"] for problem in refused} == {other["version"]}
    assert await admin.done("GET", path) == other


async def test_making_is_repeated_safely(admin: Admin, database: Database, courses: list[str]) -> None:
    body = bundle(*courses[:2], id=str(uuid4()), status="public")
    answers = await asyncio.gather(*(admin.send("POST", "/products", body) for _ in range(4)))
    before = dump(database)
    again = await admin.done("POST", "/products", body | {"courseIds": [courses[1], courses[0], courses[0]]})
    others = [
        await admin.refused("POST", "/products", body | change)
        for change in ({"name": "x"}, {"courseIds": courses}, {"courseIds": courses[:1]})
    ]

    assert {answer.status_code for answer in answers} == {201}
    assert {answer.text for answer in answers} == {answers[0].text}
    assert again == answers[0].json()
    assert {(problem["status"], problem["code"]) for problem in others} == {(409, "id_taken")}
    assert dump(database) == before


WRONG: list[tuple[Json, str]] = [
    ({"name": " "}, "/name"),
    ({"description": "\x07"}, "/description"),
    ({"imageUrl": "http://x.example"}, "/imageUrl"),
    ({"imageUrl": "javascript:alert(1)"}, "/imageUrl"),
    ({"priceInDollars": -1}, "/priceInDollars"),
    ({"priceInDollars": 2**31}, "/priceInDollars"),
    ({"priceInDollars": 2.5}, "/priceInDollars"),
    ({"priceInDollars": None}, "/priceInDollars"),
    ({"status": "hidden"}, "/status"),
    ({"courseIds": ["00000000-0000-4000-8000-000000000000"]}, "/courseIds/0"),
    ({"courseIds": [], "status": "public"}, "/courseIds"),
    ({"owned": True}, "/owned"),
]


async def test_what_is_wrong_is_refused(admin: Admin, database: Database, courses: list[str]) -> None:
    made = await admin.done("POST", "/products", bundle(courses[0]))
    before = dump(database)

    for change, pointer in WRONG:
        for method, path, body in (
            ("POST", "/products", bundle(courses[0]) | change),
            ("PATCH", f"/products/{made['id']}", change),
        ):
            problem = await admin.refused(method, path, body)
            assert (problem["status"], problem["errors"][0]["pointer"]) == (422, pointer)
    assert dump(database) == before


async def test_a_public_product_needs_a_course(admin: Admin, database: Database, courses: list[str]) -> None:
    """One that was left without is told when it is published, not when it is renamed."""
    with catalog(database) as rows:
        bare, private = rows.product(name="Bare"), rows.product(name="Private", status="private")
        sold = rows.product(UUID(courses[0]))

    assert (await admin.done("PATCH", f"/products/{bare}", {"name": "Renamed"}))["name"] == "Renamed"
    published = await admin.refused("PATCH", f"/products/{private}", {"status": "public"})
    emptied = await admin.refused("PATCH", f"/products/{sold}", {"courseIds": []})
    hidden = await admin.done("PATCH", f"/products/{sold}", {"courseIds": [], "status": "private"})

    assert [problem["errors"][0]["pointer"] for problem in (published, emptied)] == ["/status", "/courseIds"]
    assert hidden["courses"] == []


async def test_a_product_that_was_sold_stays(admin: Admin, database: Database, courses: list[str]) -> None:
    with catalog(database) as rows:
        user, product = rows.user(), rows.product(UUID(courses[0]))
        rows.purchase(user, product)
        rows.purchase(user, product)
        rows.purchase(rows.user(), product, refunded=True)
    before = dump(database)

    problem = await admin.refused("DELETE", f"/products/{product}")

    assert (problem["status"], problem["code"]) == (409, "product_has_purchases")
    assert dump(database) == before
    read = await admin.done("GET", f"/products/{product}")
    assert (read["purchaseCount"], read["customerCount"]) == (3, 1)


async def test_changing_the_courses_changes_nobodys_access(
    admin: Admin, database: Database, courses: list[str]
) -> None:
    with catalog(database) as rows:
        user, product = rows.user(), rows.product(UUID(courses[0]))
        rows.access(user, UUID(courses[0]))
        rows.purchase(user, product)
    before = dump(database)

    await admin.done("PATCH", f"/products/{product}", {"courseIds": courses[1:]})

    after = dump(database)
    assert after.pop("course_products") != before.pop("course_products")
    assert after.pop("products") != before.pop("products")
    assert after == before


async def test_a_course_cannot_go_while_it_gets_into_a_product(admin: Admin, courses: list[str]) -> None:
    """Whichever comes first, the other is refused, and nothing fails."""
    for course in courses:
        made, gone = await asyncio.gather(
            admin.send("POST", "/products", bundle(course)), admin.send("DELETE", f"/courses/{course}")
        )
        assert (made.status_code, gone.status_code) in ((201, 409), (422, 204))


async def test_pages_are_by_name_and_found_by_words(admin: Admin, database: Database) -> None:
    with catalog(database) as rows:
        for name in ("b", "C", "a", "B", "\x1b"):
            rows.product(name=name, status="private", description="of " + name)

    pages = await admin.api.pages("/v1/admin/products", admin.id, limit=2)
    hits = await admin.api.items("/v1/admin/products", admin.id, q="OF c")

    assert [[item["name"] for item in page] for page in pages] == [["\x1b", "a"], ["B", "b"], ["C"]] or [
        [item["name"] for item in page] for page in pages
    ] == [["\x1b", "a"], ["b", "B"], ["C"]]
    assert [item["name"] for item in hits] == ["C"]


async def test_the_number_of_statements_does_not_grow(admin: Admin, database: Database) -> None:
    numbers: set[int] = set()
    for size in (2, 20):
        with catalog(database) as rows:
            courses = [rows.course() for _ in range(size)]
            products = [rows.product(*courses) for _ in range(size)]
        with statements(database) as run:
            await admin.done("GET", "/products")
            await admin.done("POST", "/products", bundle(*map(str, courses)))
            await admin.done("PATCH", f"/products/{products[0]}", {"name": "x", "courseIds": [str(courses[0])]})
        numbers.add(len(run))

    assert len(numbers) == 1
