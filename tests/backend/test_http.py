"""What all endpoints have in common: tags, compression, errors."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import text

from api_client.models import Problem
from backend.body_limit import MAX_BODY
from backend.database import Database
from tests.backend.api import Api, app_for_tests
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

NOWHERE = "00000000-0000-4000-8000-000000000000"
PUBLIC = ["/healthz", "/readyz", "/v1/server", "/v1/courses", "/v1/products", "/v1/search?q=a", "/openapi.json"]


@pytest.fixture
def ana(database: Database) -> UUID:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course(description="x" * 2_000)
        rows.access(user, course)
        rows.product(course)
        rows.lesson(rows.section(course))
    return user


def problem(response: httpx.Response) -> Problem:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "private, no-cache"
    found = Problem.model_validate_json(response.content)
    assert found.status == response.status_code
    return found


@pytest.mark.parametrize("path", [*PUBLIC, "/v1/me", "/v1/progress", "/v1/courses?sort=recent"])
async def test_every_get_has_a_tag_and_knows_it_again(api: Api, ana: UUID, path: str) -> None:
    first = await api.get(path, ana)
    tag = first.headers["etag"]
    again = await api.get(path, ana, headers={"if-none-match": tag})

    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Authorization, Accept-Encoding"
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for header in ("cache-control", "vary"):
        assert again.headers[header] == first.headers[header]


async def test_an_unknown_user_is_told_to_sign_in(api: Api) -> None:
    response = await api.get("/v1/courses", UUID(NOWHERE))

    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize(
    ("header", "status"),
    [("*", 304), ('"x", {tag} , "y"', 304), ("{strong}", 304), ('"x"', 200), ("", 200), ("W/", 200)],
)
async def test_tags_are_compared_weakly(api: Api, ana: UUID, header: str, status: int) -> None:
    tag = (await api.get("/v1/courses", ana)).headers["etag"]
    sent = header.format(tag=tag, strong=tag.removeprefix("W/"))

    assert (await api.get("/v1/courses", ana, headers={"if-none-match": sent})).status_code == status


async def test_two_viewers_never_share_a_tag(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        rows.product(rows.course())
        viewers = [None, rows.user(), rows.user()]

    answers = [await api.get("/v1/courses", viewer) for viewer in viewers]

    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 3


async def test_a_change_changes_the_tag(api: Api, database: Database, ana: UUID) -> None:
    tag = (await api.get("/v1/courses", ana)).headers["etag"]
    with catalog(database) as rows:
        rows.product(rows.course("New"))

    assert (await api.get("/v1/courses", ana, headers={"if-none-match": tag})).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("identity", False), ("gzip;q=0", False), ("gzip; q=0.000", False)],
)
async def test_large_answers_are_compressed_for_those_who_take_it(
    api: Api, ana: UUID, accepted: str, compressed: bool
) -> None:
    plain = await api.get("/v1/courses", ana)
    answer = await api.get("/v1/courses", ana, headers={"accept-encoding": accepted})
    small = await api.get("/healthz", ana, headers={"accept-encoding": accepted})

    assert (answer.headers.get("content-encoding") == "gzip") == compressed
    assert answer.json() == plain.json()
    assert answer.headers["etag"] == plain.headers["etag"]
    assert answer.headers["vary"] == plain.headers["vary"]
    assert "content-encoding" not in small.headers


async def test_a_compressed_answer_is_smaller_and_says_how_long_it_is(api: Api, ana: UUID) -> None:
    async with api.client.stream("GET", "/v1/courses", headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])

    assert len(raw) == int(answer.headers["content-length"]) < len(gzip.decompress(raw))


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "not_found"),
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/v1/courses/", 404, "not_found"),
        ("GET", "/v1/courses/x", 404, "not_found"),
        ("GET", "/v1/courses/%00", 404, "not_found"),
        ("GET", "/v1/courses/%ED%A0%80/lessons", 404, "not_found"),
        ("GET", f"/v1/courses/{NOWHERE}", 404, "not_found"),
        ("GET", f"/v1/courses/{NOWHERE}/lessons", 404, "not_found"),
        ("GET", "/v1/lessons/1", 404, "not_found"),
        ("GET", f"/v1/lessons/{NOWHERE}", 404, "not_found"),
        ("GET", f"/v1/products/{NOWHERE}", 404, "not_found"),
        ("PUT", f"/v1/lessons/{NOWHERE}/completion", 404, "not_found"),
        ("PUT", "/v1/lessons/x/completion", 404, "not_found"),
        ("DELETE", f"/v1/lessons/{NOWHERE}/completion", 404, "not_found"),
        ("POST", "/v1/completions", 422, "invalid"),
    ],
)
async def test_errors_are_problems(api: Api, ana: UUID, method: str, path: str, status: int, code: str) -> None:
    response = await api.request(method, path, ana)

    assert (response.status_code, problem(response).code) == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v1/courses", "GET"),
        ("GET", "/v1/completions", "POST"),
        ("PATCH", f"/v1/lessons/{NOWHERE}/completion", "DELETE, PUT"),
        ("GET", f"/v1/lessons/{NOWHERE}/completion", "DELETE, PUT"),
        ("DELETE", "/openapi.json", "GET"),
    ],
)
async def test_a_wrong_method_is_told_the_right_ones(api: Api, method: str, path: str, allowed: str) -> None:
    response = await api.request(method, path)

    assert (response.status_code, problem(response).code) == (405, "method_not_allowed")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"nonsense",
        b"\xff\xfe",
        b'"\xed\xa0\x80"',
        b"[]",
        b"null",
        b"7",
        b'{"items": {}}',
        b'{"items": [], "more": 1}',
        b'{"items": [], "\\ud800": 1}',
        b'{"items": [], "\\u0000": 1}',
        b'{"items": NaN}',
        b"[" * 100_000,
        b"1" * 5_000,
        b'{"items": [' + b"1," * 1_000 + b"1]}",
    ],
)
async def test_a_bad_body_is_refused(api: Api, ana: UUID, content: bytes) -> None:
    response = await api.request("POST", "/v1/completions", ana, content=content)

    assert (response.status_code, problem(response).code) == (422, "invalid")
    assert problem(response).errors


async def test_a_body_that_is_not_json_is_refused(api: Api, ana: UUID) -> None:
    response = await api.request(
        "POST", "/v1/completions", ana, content=b'{"items": []}', headers={"content-type": "text/plain"}
    )

    assert (response.status_code, problem(response).code) == (422, "invalid")


async def test_a_large_body_is_refused(api: Api, ana: UUID) -> None:
    body = b'{"items": []}'
    fits = await api.request("POST", "/v1/completions", ana, content=body.ljust(MAX_BODY))
    over = await api.request("POST", "/v1/completions", ana, content=body.ljust(MAX_BODY + 1))

    assert fits.status_code == 200
    assert (over.status_code, problem(over).code) == (413, "too_large")


async def test_readiness_names_what_lacks(api: Api, database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("DROP TABLE user_lesson_complete"))
        connection.execute(
            text("DROP TABLE purchases CASCADE" if database.dialect == "postgresql" else "DROP TABLE purchases")
        )
        connection.execute(text('ALTER TABLE products RENAME COLUMN "imageUrl" TO image'))

    response = await api.get("/readyz")

    assert (response.status_code, problem(response).code) == (503, "not_ready")
    assert "the table user_lesson_complete" in problem(response).detail
    assert "the column products.imageUrl" in problem(response).detail
    assert "the column courses" not in problem(response).detail


async def test_a_database_that_does_not_answer_is_a_problem_too(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/no/such/folder/x.db")
    api = Api(app_for_tests(database))
    async with api.client:
        for path in ("/readyz", "/v1/courses"):
            response = await api.get(path)
            assert (response.status_code, problem(response).code) == (503, "unavailable")
            assert response.headers["retry-after"]
    database.close()


async def test_errors_and_logs_hold_nothing_of_the_request(
    api: Api, database: Database, ana: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    with database.write() as connection:
        connection.execute(text("DROP TABLE user_course_access"))
    response = await api.get("/v1/courses?q=secretword", ana)

    assert response.status_code == 503
    assert "secretword" not in response.text + caplog.text
