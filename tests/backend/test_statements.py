"""The number of statements does not grow with what is read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from tests.backend.rows import catalog

if TYPE_CHECKING:
    from collections.abc import Generator
    from uuid import UUID

    from sqlalchemy import Connection

    from backend.database import Database
    from tests.backend.api import Api


@contextmanager
def statements(database: Database) -> Generator[list[str]]:
    """The statements run meanwhile."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            run.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def fill(database: Database, courses: int, lessons: int) -> tuple[UUID, UUID, list[UUID]]:
    with catalog(database) as rows:
        user = rows.user()
        first, *_ = ids = [rows.course(f"c{number}") for number in range(courses)]
        made: list[UUID] = []
        for course in ids:
            for order in range(3):
                made += rows.lessons(rows.section(course, order=order), [{"name": "needle"}] * lessons)
        rows.access(user, *ids)
        rows.product(*ids)
        rows.complete(user, made[0], made[-1])
        return user, first, made


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/v1/courses", 4),
        ("/v1/courses?sort=recent", 4),
        ("/v1/courses?sort=progress&q=c", 4),
        ("/v1/courses/{course}", 4),
        ("/v1/courses/{course}/lessons?limit=200", 3),
        ("/v1/lessons/{lesson}", 2),
        ("/v1/products", 4),
        ("/v1/search?q=needle", 2),
        ("/v1/progress", 6),
        ("/v1/me", 1),
    ],
)
async def test_reading(api: Api, database: Database, path: str, most: int) -> None:
    for courses, lessons in ((1, 1), (30, 20)):
        user, course, made = fill(database, courses, lessons)
        with statements(database) as run:
            await api.json(path.format(course=course, lesson=made[-1]), user)
        assert len(run) == most, run


async def test_a_batch_of_any_size(api: Api, database: Database) -> None:
    counts: set[int] = set()
    for size in (1, 20):
        user, _, made = fill(database, 1, 10)
        items = [
            {"lessonId": str(each), "completed": True, "at": "2026-01-01T00:00:00Z"} for each in made[1 : size + 1]
        ]
        with statements(database) as run:
            await api.request("POST", "/v1/completions", user, json={"items": items})
        counts.add(len(run))

    assert counts == {3}


async def test_an_outline_of_ten_thousand_lessons(api: Api, database: Database) -> None:
    user, course, _ = fill(database, 1, 3_334)
    with statements(database) as run:
        outline = await api.json(f"/v1/courses/{course}", user)

    assert outline["lessonCount"] == 10_002
    assert len(run) == 4


@pytest.mark.parametrize(
    "path", ["/v1/courses", "/v1/courses/{course}", "/v1/courses/{course}/lessons", "/v1/lessons/{lesson}"]
)
async def test_no_table_is_read_as_a_whole(api: Api, database: Database, path: str) -> None:
    """Or the first page would take longer the more courses there are. (PostgreSQL reads small tables whole.)"""
    if database.dialect != "sqlite":
        return
    user, course, made = fill(database, 2, 2)
    plans: list[str] = []

    def explain(connection: Connection, cursor: object, statement: str, *rest: Any) -> None:  # noqa: ANN401  # the event's
        if statement.startswith(("SELECT", "WITH")):
            raw = connection.connection.dbapi_connection
            assert raw is not None
            plan: list[tuple[Any, ...]] = raw.cursor().execute("EXPLAIN QUERY PLAN " + statement, rest[0]).fetchall()
            plans.extend(str(step[3]) for step in plan)

    event.listen(database.engine, "before_cursor_execute", explain)
    await api.json(path.format(course=course, lesson=made[-1]), user)

    tables = ("courses", "course_sections", "lessons", "products", "course_products", "user_")
    whole = [step for step in plans if step.startswith(tuple(f"SCAN {table}" for table in tables))]
    assert [step for step in whole if "syllabus_courses_name" not in step] == []


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/v1/admin/courses?q=c", 4),
        ("/v1/admin/courses/{course}", 8),
        ("/v1/admin/courses/{course}/outline?as=learner", 6),
        ("/v1/admin/lessons/{lesson}", 4),
        ("/v1/admin/lessons/{lesson}/why", 4),
    ],
)
async def test_reading_as_an_admin(api: Api, database: Database, path: str, most: int) -> None:
    for courses, lessons in ((1, 1), (30, 20)):
        _, course, made = fill(database, courses, lessons)
        with catalog(database) as rows:
            admin = rows.user(role="admin")
        with statements(database) as run:
            await api.json(path.format(course=course, lesson=made[-1]), admin)
        assert len(run) == most, run


async def test_an_order_of_any_size(api: Api, database: Database) -> None:
    counts: set[int] = set()
    for lessons in (4, 400):
        _, course, _ = fill(database, 1, lessons)
        with catalog(database) as rows:
            admin = rows.user(role="admin")
        outline = await api.json(f"/v1/admin/courses/{course}", admin)
        order = [(section["id"], [lesson["id"] for lesson in section["lessons"]]) for section in outline["sections"]]
        first, second, third = (ids for _, ids in order)
        first.reverse()
        third.append(second.pop())
        body = {"sections": [{"id": section, "lessonIds": ids} for section, ids in reversed(order)]}
        with statements(database) as run:
            answer = await api.request(
                "PUT",
                f"/v1/admin/courses/{course}/order",
                admin,
                json=body,
                headers={"if-match": f'"{outline["version"]}"'},
            )
        assert answer.status_code == 200, answer.text
        counts.add(len(run))

    assert counts == {11}, run
