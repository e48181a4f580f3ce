"""Marking lessons complete: one at a time, in batches, and from several places at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.api import Api

EARLY = "2026-01-01T08:00:00Z"
LATE = "2026-02-02T08:00:00Z"
NOWHERE = "00000000-0000-4000-8000-000000000000"


@dataclass
class Learner:
    id: UUID
    course: UUID
    lessons: list[UUID]


@pytest.fixture
def learner(database: Database) -> Learner:
    with catalog(database) as rows:
        user, course = rows.user(), rows.course()
        rows.access(user, course)
        return Learner(user, course, rows.lessons(rows.section(course), [{"name": f"{n}"} for n in range(4)]))


def change(lesson: UUID, at: str = EARLY, *, completed: bool = True) -> dict[str, Any]:
    return {"lessonId": str(lesson), "completed": completed, "at": at}


async def send(api: Api, user: UUID, *changes: dict[str, Any]) -> list[tuple[str, str | None]]:
    response = await api.request("POST", "/v1/completions", user, json={"items": list(changes)})
    assert response.status_code == 200, response.text
    items = response.json()["items"]
    assert [item["lessonId"] for item in items] == [each["lessonId"] for each in changes]
    return [(item["status"], item["completedAt"]) for item in items]


async def completed(api: Api, learner: Learner) -> list[str | None]:
    outline = await api.json(f"/v1/courses/{learner.course}", learner.id)
    return [lesson["completedAt"] for lesson in outline["sections"][0]["lessons"]]


async def test_the_first_time_is_kept(api: Api, learner: Learner) -> None:
    path = f"/v1/lessons/{learner.lessons[0]}/completion"

    first = await api.request("PUT", path, learner.id, json={"completedAt": EARLY})
    again = await api.request("PUT", path, learner.id, json={"completedAt": LATE})
    empty = await api.request("PUT", path, learner.id)

    assert first.json() == {"lessonId": str(learner.lessons[0]), "completedAt": EARLY}
    assert again.json() == empty.json() == first.json()


async def test_a_time_in_the_future_is_taken_as_now(api: Api, learner: Learner) -> None:
    path = f"/v1/lessons/{learner.lessons[0]}/completion"
    before = datetime.now(UTC)

    response = await api.request("PUT", path, learner.id, json={"completedAt": "2999-01-01T00:00:00+02:00"})

    assert before <= datetime.fromisoformat(response.json()["completedAt"]) <= datetime.now(UTC)


async def test_uncompleting_is_idempotent(api: Api, learner: Learner) -> None:
    path = f"/v1/lessons/{learner.lessons[0]}/completion"
    await api.request("PUT", path, learner.id)

    answers = [await api.request("DELETE", path, learner.id) for _ in range(2)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert await completed(api, learner) == [None] * 4


async def test_a_batch_is_applied_in_order(api: Api, learner: Learner) -> None:
    one, two, three, _ = learner.lessons
    changes = (
        change(one),
        change(one, LATE),
        change(two),
        change(two, completed=False),
        change(three),
        change(three, completed=False),
        change(three, LATE),
    )

    first = await send(api, learner.id, *changes)
    again = await send(api, learner.id, *changes)

    assert first == again
    assert await completed(api, learner) == [EARLY, None, LATE, None]
    assert first[-1] == ("applied", LATE)


async def test_a_refused_change_fails_no_other(api: Api, database: Database, learner: Learner) -> None:
    with catalog(database) as rows:
        sold, hidden = rows.course(), rows.course()
        rows.product(sold)
        no_access, unseen = rows.lesson(rows.section(sold)), rows.lesson(rows.section(hidden))
    nowhere = uuid4()

    results = await send(
        api,
        learner.id,
        change(no_access),
        change(learner.lessons[0]),
        change(unseen),
        change(nowhere),
        change(learner.lessons[1], "1969-12-31T23:59:59Z"),
        change(learner.lessons[2]),
    )

    assert [status for status, _ in results] == [
        "no_access",
        "applied",
        "not_found",
        "not_found",
        "invalid",
        "applied",
    ]
    assert await completed(api, learner) == [EARLY, None, EARLY, None]


async def test_a_batch_has_at_most_a_thousand_items(api: Api, learner: Learner) -> None:
    items = [change(learner.lessons[0])] * 1001

    full = await api.request("POST", "/v1/completions", learner.id, json={"items": items[:1000]})
    over = await api.request("POST", "/v1/completions", learner.id, json={"items": items})

    assert (full.status_code, len(full.json()["items"])) == (200, 1000)
    assert (over.status_code, over.json()["errors"][0]["pointer"]) == (422, "/items")


async def test_an_empty_batch_is_fine(api: Api, learner: Learner) -> None:
    assert await send(api, learner.id) == []


@pytest.mark.parametrize(
    ("item", "pointer"),
    [
        ({"lessonId": "x", "completed": True, "at": EARLY}, "/items/0/lessonId"),
        ({"lessonId": NOWHERE, "completed": "yes", "at": EARLY}, "/items/0/completed"),
        ({"lessonId": NOWHERE, "completed": True, "at": 0}, "/items/0/at"),
        ({"lessonId": NOWHERE, "completed": True, "at": "2026-01-01"}, "/items/0/at"),
        ({"lessonId": NOWHERE, "completed": True, "at": "2026-01-01T08:00:00"}, "/items/0/at"),
        ({"lessonId": NOWHERE, "completed": True, "at": "0001-01-01T00:00:00+14:00"}, "/items/0/at"),
        ({"lessonId": NOWHERE, "completed": True, "at": EARLY, "a/b~": 1}, "/items/0/a~1b~0"),
        ({"lessonId": "\x00", "completed": True, "at": EARLY}, "/items/0/lessonId"),
        ({"lessonId": "\ud800", "completed": True, "at": EARLY}, "/items/0/lessonId"),
        ({"lessonId": NOWHERE, "completed": True, "at": EARLY, "\udfff": 1}, "/items/0"),
    ],
)
async def test_a_malformed_item_is_named(api: Api, learner: Learner, item: dict[str, Any], pointer: str) -> None:
    response = await api.request("POST", "/v1/completions", learner.id, json={"items": [item]})

    assert response.status_code == 422
    assert pointer in [error["pointer"] for error in response.json()["errors"]]


@pytest.mark.parametrize("time", ["1969-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "nonsense", 12])
async def test_an_impossible_time_is_refused(api: Api, learner: Learner, time: object) -> None:
    path = f"/v1/lessons/{learner.lessons[0]}/completion"

    response = await api.request("PUT", path, learner.id, json={"completedAt": time})

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/completedAt")


async def test_batches_at_once_neither_mix_nor_deadlock(api: Api, learner: Learner) -> None:
    """Every batch completes or un-completes all lessons, each in another order: in the end all are the same."""

    async def write(offset: int) -> None:
        lessons = learner.lessons[offset:] + learner.lessons[:offset]
        for turn in range(10):
            done = (turn + offset) % 2 == 0
            await send(api, learner.id, *(change(lesson, completed=done) for lesson in lessons))

    await asyncio.gather(*(write(offset) for offset in range(4)))

    assert len(set(await completed(api, learner))) == 1
