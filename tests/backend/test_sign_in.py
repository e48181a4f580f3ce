"""Whose a request is, by real tokens: known people, and those who come for the first time."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select, update

from backend.identity import accounts, outgoing
from backend.identity.profiles import Profile
from backend.tables import users
from tests.backend.rows import catalog
from tests.backend.signed_in import settings_for, signed_in_api, with_secret_key, with_token
from tests.clerk.deliveries import deleted_event, deliver, user_event
from tests.clerk.emulator import LEARNER
from tests.clerk.faults import BAD_GATEWAY, HANG, RESET, SERVER_ERROR, Answer, Fault, rate_limited

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.api import Api
    from tests.clerk.emulator import Emulator

USERINFO = "/oauth/userinfo"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what does not depend on the database."""


async def me(api: Api, token: str) -> httpx.Response:
    return await api.get("/v1/me", headers=with_token(token))


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def subjects(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(connection.scalars(select(users.c.clerkUserId)))


async def test_whoever_comes_for_the_first_time_becomes_a_user(
    signed_in: Api, clerk: Emulator, database: Database
) -> None:
    answers = [await me(signed_in, clerk.tokens(LEARNER)["access_token"]) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert {key: answers[0].json()[key] for key in ("name", "email", "role")} == {
        "name": "Lena Learner",
        "email": "lena@learner.example",
        "role": "user",
    }
    assert subjects(database) == [LEARNER]
    assert clerk.hits[USERINFO] == 1


async def test_no_claim_makes_an_admin_or_takes_it_away(signed_in: Api, clerk: Emulator, database: Database) -> None:
    raising = clerk.mint_oauth(LEARNER, role="admin", roles=["admin"], public_metadata={"role": "admin"})
    first = await me(signed_in, raising)
    with database.write() as connection:
        connection.execute(update(users).values(role="admin"))
    second = await me(signed_in, clerk.mint_oauth(LEARNER, role="user"))

    assert (first.json()["role"], second.json()["role"]) == ("user", "admin")


async def test_requests_and_events_at_once_make_one_user(signed_in: Api, clerk: Emulator, database: Database) -> None:
    token, user = clerk.mint_oauth(LEARNER), clerk.users[LEARNER]
    event = deliver(user_event("user.created", user))
    deliveries = [
        signed_in.client.post("/webhooks/clerk", content=event.body, headers=dict(event.headers)) for _ in range(2)
    ]

    answers = await asyncio.gather(*(me(signed_in, token) for _ in range(4)), *deliveries)

    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.json()["id"] for answer in answers[:4]}) == 1
    assert subjects(database) == [LEARNER]


async def test_a_deleted_user_is_refused_before_anything_is_asked(
    signed_in: Api, clerk: Emulator, database: Database
) -> None:
    token = clerk.mint_oauth(LEARNER)
    await me(signed_in, token)
    hits = clerk.hits[USERINFO]
    event = deliver(deleted_event(LEARNER, 1))
    await signed_in.client.post("/webhooks/clerk", content=event.body, headers=dict(event.headers))

    for path in ("/v1/me", "/v1/courses", "/v1/products"):
        answer = await signed_in.get(path, headers=with_token(token))
        assert refusal(answer) == (403, "user_deleted")
    assert clerk.hits[USERINFO] == hits
    assert LEARNER not in subjects(database)


@on_sqlite
async def test_session_tokens_wait_for_the_webhook(signed_in: Api, clerk: Emulator) -> None:
    before = await me(signed_in, clerk.mint_session(LEARNER))
    event = deliver(user_event("user.created", clerk.users[LEARNER]))
    await signed_in.client.post("/webhooks/clerk", content=event.body, headers=dict(event.headers))
    after = await me(signed_in, clerk.mint_session(LEARNER))

    assert refusal(before) == (401, "user_unknown")
    assert before.headers["www-authenticate"].startswith("Bearer")
    assert after.json()["name"] == "Lena Learner"


@on_sqlite
@pytest.mark.parametrize("kind", ["session", "opaque"])
async def test_with_a_secret_key_clerk_is_asked(database: Database, clerk: Emulator, kind: str) -> None:
    token = clerk.mint_session(LEARNER) if kind == "session" else clerk.mint_opaque(LEARNER)
    with signed_in_api(database, clerk, with_secret_key(clerk)) as api:
        async with api.client:
            answer = await me(api, token)
            unknown = await me(api, clerk.mint_session("user_2nobody"))

    assert answer.json()["email"] == "lena@learner.example"
    assert refusal(unknown) == (401, "user_unknown")


FAULTS: list[Fault] = [BAD_GATEWAY, SERVER_ERROR, RESET, rate_limited(7), Answer(200, "[]"), Answer(200, "{")]


@on_sqlite
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_provider_that_does_not_tell_is_waited_for(
    signed_in: Api, clerk: Emulator, database: Database, fault: Fault
) -> None:
    token = clerk.mint_oauth(LEARNER)
    clerk.faults.add(USERINFO, fault)
    refused = await me(signed_in, token)

    assert refusal(refused) == (503, "identity_unavailable")
    assert int(refused.headers["retry-after"]) == (7 if fault == rate_limited(7) else 5)
    assert subjects(database) == []

    clerk.faults.clear()
    assert (await me(signed_in, token)).status_code == 200


@on_sqlite
@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, json.dumps({"sub": "user_2admin", "name": "Ada"})),
        Answer(401, "{}"),
        Answer(403, "{}"),
    ],
)
async def test_a_token_that_tells_of_somebody_else_or_nobody_is_refused(
    signed_in: Api, clerk: Emulator, database: Database, answer: Answer
) -> None:
    clerk.faults.add(USERINFO, answer)

    assert refusal(await me(signed_in, clerk.mint_oauth(LEARNER))) == (401, "unauthenticated")
    assert subjects(database) == []


async def test_hostile_text_of_a_profile_is_stored(signed_in: Api, clerk: Emulator) -> None:
    claims = {"sub": LEARNER, "name": "\ud800 Ana\x00" + "a" * 900, "email": "\x00@b", "picture": "x" * 9_000}
    clerk.faults.add(USERINFO, Answer(200, json.dumps(claims)))

    document = (await me(signed_in, clerk.mint_oauth(LEARNER))).json()

    assert document["name"].startswith("Ana a")
    assert (len(document["name"]), document["email"], document["imageUrl"]) == (200, "", None)


@on_sqlite
@pytest.mark.parametrize("subject", ["local", "deleted:1", "deleted:1b4e28ba-2fa1-41d2-883f-0016d3cca427", "Local"])
async def test_reserved_subjects_are_refused(database: Database, clerk: Emulator, subject: str) -> None:
    with catalog(database) as rows:
        rows.user(clerkUserId=subject, role="admin")
    generic = settings_for(clerk, clerk=False, authorized_parties=(), webhook_secret=None)
    for settings in (generic, with_secret_key(clerk)):
        with signed_in_api(database, clerk, settings) as api:
            async with api.client:
                for token in (clerk.mint_oauth(subject), clerk.mint_session(subject)):
                    assert refusal(await me(api, token)) == (401, "unauthenticated")


@on_sqlite
@pytest.mark.parametrize("path", [USERINFO, "/.well-known/jwks.json"])
async def test_waiting_for_the_provider_keeps_nobody_else_waiting(
    monkeypatch: pytest.MonkeyPatch, database: Database, clerk: Emulator, path: str
) -> None:
    """SQLite has one thread, which answers others meanwhile: readers, and one who writes."""
    monkeypatch.setattr(outgoing, "_TIMEOUT", httpx.Timeout(60))
    ana = Profile("user_2ana")
    with catalog(database) as rows:
        course = rows.course()
        lesson = rows.lesson(rows.section(course))
        rows.access(accounts.introduce(rows.connection, ana), course)
    with signed_in_api(database, clerk) as api:
        async with api.client:
            if path == USERINFO:  # then the keys are known
                assert (await me(api, clerk.mint_oauth(ana.subject))).status_code == 200
            clerk.faults.add(path, HANG)
            waiting = asyncio.create_task(me(api, clerk.mint_oauth(LEARNER)))
            async with asyncio.timeout(30):
                while not clerk.hits[path]:
                    assert (await api.get("/v1/courses")).status_code == 200
            assert (await api.get("/v1/courses")).status_code == 200
            if path == USERINFO:
                headers = with_token(clerk.mint_oauth(ana.subject))
                done = await api.request("PUT", f"/v1/lessons/{lesson}/completion", headers=headers)
                assert done.status_code == 200
            assert not waiting.done()
            clerk.faults.clear()
            assert refusal(await waiting) == (503, "identity_unavailable")


async def test_whatever_writes_needs_a_token_and_acts_for_its_user(signed_in: Api, database: Database) -> None:
    with catalog(database) as rows:
        ana, ben, course = rows.user("Ana"), rows.user("Ben"), rows.course()
        lesson = rows.lesson(rows.section(course))
        free = rows.product(course, priceInDollars=0)
        for user in (ana, ben):
            rows.access(user, course)
    body = {"items": [{"lessonId": str(lesson), "completed": True, "at": "2026-01-01T00:00:00Z"}]}
    calls = {
        ("PUT", "/v1/lessons/{lesson_id}/completion"): None,
        ("DELETE", "/v1/lessons/{lesson_id}/completion"): None,
        ("POST", "/v1/completions"): body,
    }
    routes = (route for route in signed_in.app.routes if isinstance(route, APIRoute))
    writing = {(method, route.path) for route in routes for method in route.methods or () if method != "GET"}
    buying = {("POST", "/v1/checkouts"): {"productId": str(free)}, ("DELETE", "/v1/checkouts/{checkout_id}"): None}
    assert writing - {("POST", "/webhooks/clerk")} == set(calls) | set(buying)

    for (method, path), sent in (calls | buying).items():
        request = partial(signed_in.request, method, path.format(lesson_id=lesson, checkout_id=lesson), json=sent)
        refused = await request()
        assert refusal(refused) == (401, "unauthenticated")
        assert refused.headers["www-authenticate"] == 'Bearer realm="syllabus"'
        assert refusal(await request(headers={"Authorization": "Bearer a.b.c"})) == (401, "unauthenticated")
        if (method, path) in buying:
            continue
        assert (await request(ana)).is_success
        done: dict[Any, int] = {
            viewer: (await signed_in.json("/v1/progress", viewer))["completedCount"] for viewer in (ana, ben)
        }
        assert done == {ana: 0 if method == "DELETE" else 1, ben: 0}

    bought = (await signed_in.request("POST", "/v1/checkouts", ana, json={"productId": str(free)})).json()
    bens = await signed_in.request("DELETE", f"/v1/checkouts/{bought['id']}", ben)
    assert refusal(bens) == (404, "not_found")
    assert [len(await signed_in.items("/v1/purchases", viewer)) for viewer in (ana, ben)] == [1, 0]


async def test_the_server_tells_how_to_sign_in(signed_in: Api, clerk: Emulator) -> None:
    assert (await signed_in.json("/v1/server"))["identity"] == {
        "kind": "oidc",
        "issuer": clerk.issuer,
        "clientId": clerk.client_id,
        "scopes": ["openid", "profile", "email", "offline_access"],
    }


@on_sqlite
async def test_without_a_secret_there_is_no_webhook(database: Database, clerk: Emulator) -> None:
    event = deliver(user_event("user.created", clerk.users[LEARNER]))
    with signed_in_api(database, clerk, settings_for(clerk, webhook_secret=None)) as api:
        async with api.client:
            answer = await api.client.post("/webhooks/clerk", content=event.body, headers=dict(event.headers))
            document = await api.json("/openapi.json")

    assert refusal(answer) == (404, "not_found")
    assert "/webhooks/clerk" not in document["paths"]


@on_sqlite
async def test_a_bad_token_is_refused_where_none_is_needed(signed_in: Api) -> None:
    """But not where nobody is asked who they are: a balancer's probe must not fail for one."""
    for path in ("/v1/courses", "/v1/products", "/v1/search?q=a"):
        assert refusal(await signed_in.get(path, headers=with_token("a.b.c"))) == (401, "unauthenticated")
    for path in ("/healthz", "/readyz", "/v1/server"):
        assert (await signed_in.get(path, headers=with_token("a.b.c"))).status_code == 200


@on_sqlite
async def test_nothing_of_a_sign_in_is_logged(
    signed_in: Api, clerk: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    token = clerk.mint_oauth(LEARNER)
    for fault in (BAD_GATEWAY, Answer(200, json.dumps({"sub": "user_2other"})), None):
        if fault:
            clerk.faults.add(USERINFO, fault)
        await me(signed_in, token)
        clerk.faults.clear()

    for secret in (token, LEARNER, "lena@learner.example", "Lena"):
        assert secret not in caplog.text
