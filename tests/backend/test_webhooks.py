"""Clerk's events, as they come: signed, twice, late, in any order, and from others than Clerk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, select

from backend import tables
from backend.body_limit import MAX_BODY
from backend.identity.webhook import ClerkWebhook
from tests.backend.rows import catalog
from tests.clerk.deliveries import OTHER_SECRET, WEBHOOK_SECRET, Delivery, deleted_event, deliver, event, user_event
from tests.clerk.users import User

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from backend.database import Database
    from tests.backend.api import Api

GRACE = User("user_2grace", "Grace Hopper", "grace@hopper.example", image_url="https://img.example/grace.png")
LATER = replace(GRACE, name="Rear Admiral Hopper", updated_at=GRACE.updated_at + 1)
CREATED, UPDATED = user_event("user.created", GRACE), user_event("user.updated", LATER)
DELETED = deleted_event(GRACE.subject, LATER.updated_at + 1)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what happens before the database is asked."""


async def post(api: Api, delivery: Delivery) -> httpx.Response:
    return await api.client.post("/webhooks/clerk", content=delivery.body, headers=dict(delivery.headers))


async def told(api: Api, *events: dict[str, Any]) -> None:
    """Deliver events, which are all accepted."""
    for each in events:
        answer = await post(api, deliver(each))
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def people(database: Database) -> list[dict[str, Any]]:
    """Every user, as far as the provider has a say; the role too, for it has none."""
    columns = [tables.users.c[name] for name in ("clerkUserId", "name", "email", "imageUrl", "role")]
    with database.read() as connection:
        return [dict(row) for row in connection.execute(select(*columns)).mappings()]


def row(user: User, **columns: object) -> dict[str, Any]:
    usual = {"clerkUserId": user.subject, "name": user.name, "email": user.email, "role": "user"}
    return usual | {"imageUrl": user.image_url} | columns


async def test_a_user_is_made_changed_and_deleted(api: Api, database: Database) -> None:
    await told(api, CREATED)
    assert people(database) == [row(GRACE)]

    await told(api, UPDATED)
    assert people(database) == [row(LATER)]

    await told(api, DELETED)
    [deleted] = people(database)
    assert (deleted["name"], deleted["imageUrl"]) == ("Deleted user", None)
    assert GRACE.subject not in str(deleted)
    assert GRACE.email not in str(deleted)


async def test_what_comes_after_the_deletion_brings_nobody_back(api: Api, database: Database) -> None:
    await told(api, CREATED, DELETED)
    deleted = people(database)

    await told(api, UPDATED, CREATED, DELETED)

    assert people(database) == deleted


async def test_the_deletion_may_come_first(api: Api, database: Database) -> None:
    await told(api, DELETED, CREATED, UPDATED)

    assert people(database) == []


async def test_the_newest_profile_stays(api: Api, database: Database) -> None:
    await told(api, UPDATED, CREATED, UPDATED, CREATED)

    assert people(database) == [row(LATER)]


async def test_a_replayed_event_does_not_touch_the_role(api: Api, database: Database) -> None:
    await told(api, CREATED)
    with database.write() as connection:
        connection.execute(tables.users.update().values(role="admin"))

    await told(api, CREATED, UPDATED)

    assert people(database) == [row(LATER, role="admin")]


async def test_a_user_of_the_web_application_is_brought_up_to_date(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        rows.user("Old", clerkUserId=GRACE.subject, role="admin")

    await told(api, UPDATED)

    assert people(database) == [row(LATER, role="admin")]


async def test_one_whom_the_web_application_deleted_stays_so(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        rows.user("Deleted User", clerkUserId=GRACE.subject, email="", deletedAt=datetime.now(UTC))

    await told(api, UPDATED)

    assert [person["name"] for person in people(database)] == ["Deleted User"]


async def test_times_in_seconds_are_understood(api: Api, database: Database) -> None:
    seconds = replace(LATER, updated_at=GRACE.updated_at // 1000 + 1)

    await told(api, user_event("user.updated", seconds), CREATED)

    assert people(database) == [row(LATER)]


# Signed while the test runs: a suite can take longer than a signature counts.
ACCEPTED: list[Callable[[], Delivery]] = [
    lambda: deliver(CREATED).with_foreign_signature(),
    lambda: deliver(CREATED, late_by=4 * 60),
    lambda: deliver(CREATED, late_by=-4 * 60),
    lambda: deliver(json.dumps(CREATED, indent=2).encode()),
    lambda: deliver(CREATED | {"timestamp": 1_716_883_200}),
    lambda: deliver({"type": "user.created", "data": CREATED["data"], "new": {"deep": [1]}}),
]


@on_sqlite
@pytest.mark.parametrize("signed", ACCEPTED)
async def test_what_clerk_signed_is_accepted(api: Api, database: Database, signed: Callable[[], Delivery]) -> None:
    delivery = signed()
    answers = [await post(api, delivery) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert people(database) == [row(GRACE)]


@on_sqlite
@pytest.mark.parametrize(
    "told",
    [
        event("session.created", {"id": "sess_1", "user_id": GRACE.subject}, 1),
        event("user.created.v2", CREATED["data"], 1),
        {"type": ""},
        event("user.deleted", {"object": "user", "deleted": True}, 1),
        event("user.deleted", {"object": "user", "id": None, "deleted": True}, 1),
    ],
)
async def test_what_says_nothing_to_us_is_ignored(
    api: Api, database: Database, told: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await post(api, deliver(told))

    assert answer.status_code == 200
    assert people(database) == []
    assert GRACE.subject not in caplog.text


def without(name: str) -> Callable[[Delivery], Delivery]:
    return lambda made: replace(made, headers={key: text for key, text in made.headers.items() if key != name})


def with_header(name: str, text: str) -> Callable[[Delivery], Delivery]:
    return lambda made: replace(made, headers={**made.headers, name: text})


def body(change: Callable[[bytes], bytes]) -> Callable[[Delivery], Delivery]:
    return lambda made: replace(made, body=change(made.body))


SIGNATURES = ("", " ", "v1", "v1,", "v1,!", "v1,a", "v1,a,b", ",", "v2,AAAA", "v1,AAAA v1", "\u00e4")
TIMESTAMPS = ("", "x", "nan", "inf", "-1", "1e400", "9" * 400, "2026-01-01T00:00:00Z", "\u0661")
DAMAGES: list[Callable[[Delivery], Delivery]] = [
    *(without(f"svix-{name}") for name in ("id", "timestamp", "signature")),
    *(with_header("svix-signature", text) for text in SIGNATURES),
    *(with_header("svix-timestamp", text) for text in TIMESTAMPS),
    with_header("svix-id", "msg_other"),
    body(lambda text: text + b" "),
    body(lambda text: text.replace(b"Hopper", b"Mallory")),
    body(lambda _: b""),
    lambda _: deliver(CREATED, secret=OTHER_SECRET),
    lambda _: deliver(CREATED, late_by=6 * 60),
    lambda _: deliver(CREATED, late_by=-6 * 60),
]


@on_sqlite
async def test_what_clerk_did_not_sign_just_now_is_refused(api: Api, database: Database) -> None:
    for damage in DAMAGES:
        damaged = damage(deliver(CREATED))
        headers = [(name.encode(), text.encode()) for name, text in damaged.headers.items()]
        answer = await api.client.post("/webhooks/clerk", content=damaged.body, headers=headers)

        assert (answer.status_code, answer.json()["code"]) == (400, "bad_signature"), damaged
        assert people(database) == []


BODIES: list[bytes] = [b"", b"\xff", b"{", b'"a"', b"null", b"[]", b"7", b"NaN", b"[" * 100_000, b"1" * 5_000]
SUBJECTS = (None, 7, "", "local", "deleted:1", "a\x00", "\ud800", "x" * 256)
TIMES = (None, "2026", True, -(10**18), 10**30, 10**400, float("nan"), float("inf"))
DATA: tuple[object, ...] = (
    *(None, [], "user", {}),
    *(CREATED["data"] | {"id": subject} for subject in SUBJECTS),
    *(CREATED["data"] | {"updated_at": time} for time in TIMES),
    {key: value for key, value in CREATED["data"].items() if key != "updated_at"},
)
GONE: tuple[object, ...] = (None, [], "user", {"id": 7}, {"id": "local"}, {"id": ""})
MALFORMED: list[object] = [
    {},
    {"type": None, "data": {}},
    {"type": 7},
    {"data": CREATED["data"]},
    *({"type": "user.created", "data": data} for data in DATA),
    *({"type": "user.deleted", "data": data} for data in GONE),
]


@on_sqlite
async def test_what_is_malformed_is_refused_though_it_is_signed(api: Api, database: Database) -> None:
    for body in (*BODIES, *(json.dumps(each).encode() for each in MALFORMED)):
        answer = await post(api, deliver(body))

        assert answer.status_code == 400, body[:200]
        assert answer.headers["content-type"] == "application/problem+json"
        assert people(database) == []


@on_sqlite
async def test_untidy_profiles_are_tidied(api: Api, database: Database) -> None:
    data = CREATED["data"] | {"first_name": "\x00A\ud800da\n", "last_name": "L" * 500, "image_url": "h\x00"}
    await told(api, CREATED | {"data": data | {"primary_email_address_id": "idn_other"}})

    [person] = people(database)
    assert person["name"] == f"A da {'L' * 195}"
    assert (person["email"], person["imageUrl"]) == ("", None)


@on_sqlite
async def test_a_large_body_is_refused(api: Api) -> None:
    answer = await post(api, deliver(b" " * (MAX_BODY + 1)))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@on_sqlite
async def test_nothing_of_an_event_is_logged_or_answered(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    answers = [
        await post(api, delivery)
        for delivery in (
            deliver(CREATED),
            deliver(CREATED, secret=OTHER_SECRET),
            deliver(CREATED | {"data": CREATED["data"] | {"updated_at": None}}),
            deliver(event("user.deleted", {"email": GRACE.email}, 1)),
        )
    ]
    written = caplog.text + "".join(answer.text for answer in answers)

    for secret in (GRACE.email, GRACE.subject, "Hopper", WEBHOOK_SECRET.removeprefix("whsec_")):
        assert secret not in written


async def test_a_database_that_does_not_answer_lets_clerk_come_again(api: Api, database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(tables.users), {"clerkUserId": GRACE.subject, "name": "", "email": ""})
        connection.exec_driver_sql("ALTER TABLE users RENAME TO gone")

    answer = await post(api, deliver(CREATED))

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]


def test_a_secret_that_is_none_is_told_at_the_start(tmp_path: Path) -> None:
    for secret in ("", "whsec_", "whsec_a", "whsec_\u00e4"):
        with pytest.raises(ValueError, match="signing secret"):
            ClerkWebhook(SecretStr(secret))
