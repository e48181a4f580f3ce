"""The catalog: its order, its pages and its words."""

from __future__ import annotations

import base64
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import delete

from backend.tables import courses
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.api import Api

NAMES = [
    "",
    " ",
    "algebra",
    "Algebra",
    "ALGEBRA II",
    "Straße",
    "STRASSE",
    "strasse 2",
    "ǅungla",
    "İstanbul",
    "ﬁsh",
    "Ωmega",
    "ωmega 2",
    "Ёлка",
    "ёж",
    "日本",
    "100% [a_b]",
    "x" * 300,
    "X" * 300 + "a",
    "x" * 300 + "B",
    "\U0001f600",
    "\uffff",
]


@dataclass
class Listed:
    id: UUID
    name: str
    done: int
    lessons: int
    last: datetime | None
    owned: bool


@dataclass
class Shelf:
    viewer: UUID
    courses: list[Listed]

    def ids(self, sort: str, scope: str = "all") -> list[str]:
        """The order, computed in Python."""

        def key(course: Listed) -> tuple[float, str, str]:
            last = -course.last.timestamp() if course.last else 0
            rank = {"name": 0, "recent": last, "progress": _share(course)}[sort]
            return rank, course.name.casefold(), str(course.id)

        chosen = [course for course in self.courses if scope == "all" or course.owned]
        return [str(course.id) for course in sorted(chosen, key=key)]


def _share(course: Listed) -> float:
    if not course.done:
        return 0
    return 1 if course.done == course.lessons else -course.done / course.lessons


@pytest.fixture
def shelf(database: Database) -> Shelf:
    """Courses with odd names, some begun, some done, some owned."""
    chance = random.Random(7)
    names = [*NAMES, *chance.choices(NAMES, k=20)]
    chance.shuffle(names)
    shelf: list[Listed] = []
    with catalog(database) as rows:
        viewer = rows.user()
        for name in names:
            course = rows.course(name)
            count = chance.choice([0, 1, 3, 7])
            section = rows.section(course)
            lessons = rows.lessons(section, [{"name": "x"}] * count) if count else []
            done = chance.choice([0, count, count // 2])
            last = None
            if done:
                last = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(5))
                rows.complete(viewer, *lessons[:done], at=last)
            owned = chance.random() < 0.7
            if owned:
                rows.access(viewer, course)
            if not owned or chance.random() < 0.3:
                rows.product(course)
            shelf.append(Listed(course, name, done, count, last, owned))
    return Shelf(viewer, shelf)


@pytest.mark.parametrize("limit", [1, 4, 200])
@pytest.mark.parametrize("scope", ["all", "mine"])
@pytest.mark.parametrize("sort", ["name", "recent", "progress"])
async def test_pages_hold_every_course_once_and_in_order(
    api: Api, shelf: Shelf, sort: str, scope: str, limit: int
) -> None:
    pages = await api.pages("/v1/courses", shelf.viewer, sort=sort, scope=scope, limit=limit)

    assert [item["id"] for page in pages for item in page] == shelf.ids(sort, scope)
    assert {len(page) for page in pages[:-1]} <= {limit}


async def test_a_page_begins_after_a_course_that_is_gone(api: Api, database: Database, shelf: Shelf) -> None:
    first = await api.json("/v1/courses", shelf.viewer, limit=1)
    with database.write() as connection:
        connection.execute(delete(courses).where(courses.c.id == UUID(first["items"][0]["id"])))

    rest = await api.items("/v1/courses", shelf.viewer, cursor=first["nextCursor"])

    assert [item["id"] for item in rest] == shelf.ids("name")[1:]


@pytest.mark.parametrize(
    "q",
    [
        "ALGEBRA",
        "strasse",
        "STRAßE",
        "i̇stanbul",
        "FISH",
        "Ω",
        "ЁЛ",
        "日",
        "%",
        "_",
        "a_b",
        "[",
        "2 strasse",
        "algebra algebra",
        "x" * 200,
        "\\",
        "'",
        "\ufffd",
        "   ",
        "ii algebra",
        "no such",
        "\x1f",
    ],
)
async def test_words_are_found_as_python_folds_them(api: Api, shelf: Shelf, q: str) -> None:
    words = q.casefold().split()
    expected = {str(course.id) for course in shelf.courses if all(word in course.name.casefold() for word in words)}

    found = await api.items("/v1/courses", shelf.viewer, q=q, limit=7)

    assert [item["id"] for item in found] == [each for each in shelf.ids("name") if each in expected]


async def test_a_word_may_be_in_the_name_and_another_in_the_description(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course("Linear", description="ALGEBRA, drawn")
        rows.product(course, rows.course("Linear"))

    assert [item["id"] for item in await api.items("/v1/courses", q="algebra linear")] == [str(course)]
    assert await api.items("/v1/courses", q="linearalgebra") == []


def damaged(cursor: str) -> list[str]:
    document = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    filters, (*rank, name, course) = document
    keys: list[object] = [
        [*rank, name],
        [*rank, name, "x"],
        [*rank, "\0", course],
        [*rank, "\ud800", course],
        [*rank, "x" * 1_000, course],
        ["0001-01-01T00:00:00+14:00", name, course],
        [10**30, name, course],
        [[], name, course],
        None,
        {},
    ]
    documents: list[object] = [*([filters, key] for key in keys), [], None, {}, 7, "text"]
    encoded = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in documents]
    return [
        *encoded,
        "",
        "%",
        "é",
        "AAAA",
        cursor[:-1],
        cursor + "A",
        "W" * 5,
        base64.b64encode(b"[" * 40_000).decode(),
    ]


@pytest.mark.parametrize("sort", ["name", "recent", "progress"])
async def test_a_bad_cursor_is_refused(api: Api, shelf: Shelf, sort: str) -> None:
    page = await api.json("/v1/courses", shelf.viewer, limit=1, sort=sort)
    for cursor in damaged(page["nextCursor"]):
        response = await api.get("/v1/courses", shelf.viewer, {"limit": 1, "sort": sort, "cursor": cursor})
        assert (response.status_code, response.json().get("code")) == (422, "bad_cursor"), cursor[:80]


async def test_a_cursor_belongs_to_its_filters(api: Api, shelf: Shelf) -> None:
    cursor = (await api.json("/v1/courses", shelf.viewer, limit=1))["nextCursor"]
    others: list[dict[str, str | int]] = [{"scope": "mine"}, {"q": "a"}, {"sort": "recent"}, {"sort": "progress"}]
    for other in others:
        response = await api.get("/v1/courses", shelf.viewer, other | {"cursor": cursor})
        assert (response.status_code, response.json()["code"]) == (422, "bad_cursor")
    for path in ("/v1/products", f"/v1/courses/{shelf.courses[0].id}/lessons"):
        response = await api.get(path, shelf.viewer, {"cursor": cursor})
        assert (response.status_code, response.json()["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize(
    ("name", "value"),
    [("limit", "0"), ("limit", "201"), ("limit", "x"), ("sort", "x"), ("scope", ""), ("q", "x" * 201), ("q", "a\0b")],
)
async def test_a_bad_parameter_is_named(api: Api, name: str, value: str) -> None:
    response = await api.get("/v1/courses", params={name: value})

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [name]


async def test_offers_are_the_public_products_cheapest_first(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        course = rows.course()
        dear = rows.product(course, name="a", priceInDollars=90)
        b = rows.product(course, name="b", priceInDollars=5)
        a = rows.product(course, name="A", priceInDollars=5)
        rows.product(course, status="private", priceInDollars=0)

    (item,) = await api.items("/v1/courses")

    assert [offer["id"] for offer in item["products"]] == [str(a), str(b), str(dear)]
