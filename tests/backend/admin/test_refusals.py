"""Whoever is no admin is refused by every admin's route, whatever they send, and nothing changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from backend.routes.postponed import make_all
from tests.backend.dump import dump
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from fastapi import FastAPI

    from backend.database import Database
    from tests.backend.api import Api


def calls(app: FastAPI, ids: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """Every admin's operation of the app, as method and path: of what there is, of what there is not, and of no id."""
    make_all(app)
    routes = [route for route in app.routes if isinstance(route, APIRoute) and route.path.startswith("/v1/admin")]
    assert len(routes) > 1
    for route in routes:
        for method in sorted(route.methods or ()):
            names = {name: str(ids.get(name, uuid4())) for name in route.param_convertors}
            for values in (names, dict.fromkeys(names, str(uuid4())), dict.fromkeys(names, "no-id")):
                yield method, route.path_format.format(**values)


@pytest.mark.parametrize("body", [None, b"{}", b"{", b'{"name": "Mine", "role": "admin", "sections": []}'])
async def test_others_are_refused(api: Api, database: Database, body: bytes | None) -> None:
    with catalog(database) as rows:
        learner, course = rows.user(), rows.course()
        section = rows.section(course)
        lesson, product = rows.lesson(section), rows.product(course)
        rows.access(learner, course)
        gone = rows.user(role="admin", deletedAt=datetime.now(UTC))
        purchase = rows.purchase(learner, product)
    ids = {
        "course_id": course,
        "section_id": section,
        "lesson_id": lesson,
        "product_id": product,
        "user_id": learner,
        "purchase_id": purchase,
    }
    before = dump(database)

    for method, path in calls(api.app, ids):
        for viewer, expected in ((None, (401, "unauthenticated")), (learner, (403, "forbidden"))):
            answer = await api.request(method, path, viewer, content=body, headers={"if-match": '"x"'})
            assert (answer.status_code, answer.json()["code"]) == expected, (method, path)
            assert answer.headers["content-type"] == "application/problem+json"
        answer = await api.request(method, path, gone, content=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "user_deleted")

    assert dump(database) == before


async def test_the_routes_are_made_when_one_is_asked_for(api: Api) -> None:
    def paths() -> set[str]:
        return {route.path for route in api.app.routes if isinstance(route, APIRoute)}

    await api.get("/v1/courses")
    assert not any(path.startswith("/v1/admin") for path in paths())

    first = await api.get("/v1/admin/courses")
    second = await api.get("/v1/admin/courses")
    nothing = await api.get("/v1/admin/nothing")
    wrong = await api.request("PATCH", "/v1/admin/courses")

    assert (first.status_code, second.status_code, nothing.status_code) == (401, 401, 404)
    assert wrong.status_code == 405
    assert "GET" in wrong.headers["allow"]
    assert any(path.startswith("/v1/admin") for path in paths())
