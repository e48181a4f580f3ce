"""Opaque tokens: Clerk is asked, seldom, and only what it says in full counts."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from backend.identity.expiring import Expiring
from backend.identity.opaque import KNOWN, UNKNOWN
from tests.backend.issuer import CLIENT, OTHER_CLIENT, SECRET_KEY, SUBJECT, VERIFY, Clock
from tests.backend.refused import refusing, unavailable
from tests.backend.verifying import Verifying, verifying

if TYPE_CHECKING:
    from collections.abc import Generator

TOKEN = "oat_0123456789abcdef0123456789abcdef"
GOOD: dict[str, Any] = {
    "object": "clerk_idp_oauth_access_token",
    "id": "oat_1",
    "client_id": CLIENT,
    "subject": SUBJECT,
    "scopes": ["openid"],
    "revoked": False,
    "revocation_reason": None,
    "expired": False,
    "expiration": None,
}


@pytest.fixture
def here() -> Generator[Verifying]:
    with verifying(secret_key=SecretStr(SECRET_KEY)) as made:
        made.issuer.documents[VERIFY] = GOOD
        yield made


def test_a_good_token_is_asked_for_once_a_minute(here: Verifying) -> None:
    for _ in range(3):
        who = here.whose(TOKEN)
        assert (who.subject, who.kind, who.token.get_secret_value()) == (SUBJECT, "opaque", TOKEN)
    assert here.issuer.hits == {VERIFY: 1}
    here.clock.now += KNOWN
    here.issuer.documents[VERIFY] = GOOD | {"revoked": True}
    with refusing(TOKEN, SUBJECT):
        here.whose(TOKEN)
    path, authorization, body = here.issuer.asked[0]
    assert (path, authorization, json.loads(body)) == (VERIFY, f"Bearer {SECRET_KEY}", {"access_token": TOKEN})


def test_requests_at_once_ask_once(here: Verifying) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert len(list(threads.map(here.whose, [TOKEN] * 8))) == 8
    assert here.issuer.hits == {VERIFY: 1}


@pytest.mark.parametrize(
    "answer",
    [
        {"active": False},
        {},
        GOOD | {"revoked": True},
        GOOD | {"expired": True},
        GOOD | {"client_id": OTHER_CLIENT},
        GOOD | {"client_id": ""},
        GOOD | {"subject": "mch_1"},
        GOOD | {"subject": "local"},
        GOOD | {"subject": ""},
        GOOD | {"object": "api_key"},
        *({name: value for name, value in GOOD.items() if name != left} for left in ("object", "client_id", "subject")),
        *({name: value for name, value in GOOD.items() if name != left} for left in ("revoked", "expired")),
    ],
    ids=lambda answer: ",".join(f"{name}={value}" for name, value in answer.items())[-40:],
)
def test_a_200_is_not_enough(here: Verifying, answer: dict[str, Any]) -> None:
    here.issuer.documents[VERIFY] = answer
    with refusing(TOKEN):
        here.whose(TOKEN)


@pytest.mark.parametrize("status", [400, 404, 422])
def test_rubbish_is_refused_and_remembered_for_a_moment(here: Verifying, status: int) -> None:
    here.issuer.faults[VERIFY] = (status, b'{"errors": []}', {})
    for _ in range(3):
        with refusing(TOKEN):
            here.whose(TOKEN)
    assert here.issuer.hits == {VERIFY: 1}
    here.issuer.faults.clear()
    here.clock.now += UNKNOWN
    here.whose(TOKEN)


@pytest.mark.parametrize(
    "fault",
    [
        (401, b"", {}),
        (500, b"", {}),
        (429, b"", {"retry-after": "5"}),
        (200, b"<html>", {}),
        (200, json.dumps(GOOD | {"revoked": "no"}).encode(), {}),
        (307, b"", {"location": "/elsewhere"}),
    ],
    ids=lambda fault: str(fault[0]),
)
def test_while_clerk_does_not_answer_nobody_can_tell(
    here: Verifying, fault: tuple[int, bytes, dict[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    here.issuer.faults[VERIFY] = fault
    for number in range(3):
        with unavailable():
            here.whose(f"{TOKEN}{number}")
    assert here.issuer.hits == {VERIFY: 1}
    assert "cannot be verified" in caplog.text
    for secret in (TOKEN, SECRET_KEY, SUBJECT):
        assert secret not in caplog.text
    here.issuer.faults.clear()
    here.clock.now += 5
    here.whose(TOKEN)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({}, "SYLLABUS_IDENTITY_SECRET_KEY"),
        ({"secret_key": SecretStr(SECRET_KEY), "audience": "https://api.example.com"}, "SYLLABUS_IDENTITY_AUDIENCE"),
        ({"clerk": False}, "only Clerk's"),
    ],
    ids=["no key", "audience", "not Clerk"],
)
def test_where_they_cannot_be_verified_the_log_says_why_once(
    settings: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with verifying(**settings) as here:
        for _ in range(3):
            with refusing(TOKEN, reason):
                here.whose(TOKEN)
        assert not here.issuer.hits
    assert caplog.text.count(reason) == 1
    assert TOKEN not in caplog.text


def test_what_is_remembered_is_bounded() -> None:
    clock = Clock()
    memory: Expiring[int] = Expiring(10.0, 3, clock)
    for number in range(5):
        memory.put(bytes([number]), number)
    assert len(memory) == 3
    assert [memory.get(bytes([number])) for number in range(5)] == [None, None, 2, 3, 4]
    clock.now += 5
    memory.put(b"\x02", 20)
    memory.put(b"\x05", 5)
    assert (memory.get(b"\x02"), memory.get(b"\x03")) == (20, None)
    clock.now += 5
    assert (memory.get(b"\x02"), memory.get(b"\x04")) == (20, None)
