"""That what looks for secrets finds them."""

from __future__ import annotations

import json
import logging
import sqlite3
from base64 import b64encode, urlsafe_b64encode
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.dev_identity.records import Person
from tests.clerk.client import PlainClient
from tests.clerk.emulator import LEARNER, Emulator
from tests.secrecy import run
from tests.secrecy.known import Secrets
from tests.secrecy.places import leaks
from tests.secrecy.run import SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

TOKEN = "fvIRZDIq0PHTFyChIwRAyfl3Xhk34iwFz1EDrYpKfLc"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyXzEyMyJ9XXXXXXXX.c2lnbmF0dXJlc2lnbmF0dXJl"
ADDRESS = "grace@hopper.example"
SESSION = {"server": "s", "issuer": "i", "client_id": "c", "account": "a"}


@pytest.fixture
def secrets() -> Secrets:
    known = Secrets()
    known.add("token", TOKEN)
    known.add("JWT", JWT)
    known.add("e-mail address", ADDRESS)
    return known


@pytest.fixture
def planted() -> Generator[Path]:
    """A folder that is not searched at the end."""
    with TemporaryDirectory(prefix="syllabus-planted-") as folder:
        yield Path(folder)


FORMS: list[Callable[[str], bytes]] = [
    lambda secret: secret.encode(),
    lambda secret: f"0190a1b2-0000-7000-8000-000000000000{secret}more".encode(),
    lambda secret: secret.encode("utf-16-le"),
    lambda secret: secret.encode("utf-16"),
    lambda secret: b64encode(f":{secret}".encode()),
    lambda secret: urlsafe_b64encode(f"id:{secret} ".encode()),
    lambda secret: b64encode(f"{secret}/".encode()),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_found_in_every_form(secrets: Secrets, form: Callable[[str], bytes]) -> None:
    assert secrets.kinds_in(form(TOKEN)) == {"token"}
    assert "JWT" in secrets.kinds_in(form(JWT))
    assert "JWT" in secrets.kinds_in(form(JWT.rpartition(".")[2]))
    assert secrets.kinds_in(form("what nobody ever made a secret of, 0190a1b2-0000")) == set()


@pytest.mark.parametrize("form", [ADDRESS, ADDRESS.upper(), ADDRESS.replace("@", "%40"), f"<{ADDRESS}>"])
def test_an_address_is_found(secrets: Secrets, form: str) -> None:
    assert secrets.kinds_in(f"to {form}, ".encode()) == {"e-mail address"}
    assert secrets.kinds_in(f"to ada{form[5:]}, ".encode()) == set()


def test_a_token_is_found_in_a_page_that_a_database_gave_up(planted: Path, secrets: Secrets) -> None:
    with closing(sqlite3.connect(planted / "cache.sqlite3", isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("CREATE TABLE documents (body TEXT)")
        database.execute("INSERT INTO documents VALUES (?)", [f"{TOKEN} {ADDRESS}"])
        database.execute("DELETE FROM documents")
    assert leaks(planted, secrets) == ["cache.sqlite3: e-mail address, token"]


def test_a_kept_session_may_hold_its_two_tokens_and_nothing_else(planted: Path, secrets: Secrets) -> None:
    folder = planted / "sessions"
    folder.mkdir()
    tokens = {"access_token": JWT, "refresh_token": TOKEN}
    (folder / "good.json").write_text(json.dumps({**SESSION, "tokens": tokens}))
    assert leaks(planted, secrets) == []
    (folder / "bad.json").write_text(json.dumps({**SESSION, "tokens": {**tokens, "id_token": JWT, "of": ADDRESS}}))
    (folder / "half.json").write_text(json.dumps({**SESSION, "tokens": tokens})[:-1])
    (planted / "elsewhere.json").write_text(json.dumps({**SESSION, "tokens": tokens}))
    assert sorted(leaks(planted, secrets)) == [
        "elsewhere.json: JWT, access token, refresh token",
        "sessions/bad.json: JWT, access token, e-mail address",
        "sessions/half.json: JWT, access token, refresh token",
    ]


def test_the_backends_database_may_hold_addresses_alone(planted: Path, secrets: Secrets) -> None:
    for name, column in (("syllabus.db", "clerkUserId"), ("cache.db", "id")):
        with closing(sqlite3.connect(planted / name, isolation_level=None)) as database:
            database.execute(f'CREATE TABLE users ("{column}" TEXT, email TEXT)')
            database.execute("INSERT INTO users VALUES (?, ?)", [TOKEN, ADDRESS])
    assert sorted(leaks(planted, secrets)) == ["cache.db: e-mail address, token", "syllabus.db: token"]


def test_what_a_killed_server_left_beside_its_database_may_hold_addresses_too(planted: Path, secrets: Secrets) -> None:
    with closing(sqlite3.connect(planted / "running.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute('CREATE TABLE users ("clerkUserId" TEXT, email TEXT)')
        database.execute("INSERT INTO users VALUES (?, ?)", [TOKEN, ADDRESS])
        (planted / "killed.db").write_bytes(b"")
        (planted / "killed.db-wal").write_bytes((planted / "running.db-wal").read_bytes())
        assert sorted(leaks(planted, secrets)) == ["killed.db-wal: token", "running.db-wal: token"]


def test_every_secret_of_a_sign_in_is_known() -> None:
    with Emulator() as clerk, httpx.Client(base_url=clerk.issuer, trust_env=False) as http:
        client = PlainClient(http, clerk.client_id)
        clerk.sign_in(LEARNER)
        code = client.code()
        tokens = client.exchange(code).json()
        refreshed = client.refresh(tokens["refresh_token"]).json()
        device = client.start_device().json()
        clerk.options.opaque = True
        made = {
            "authorization code": code,
            "PKCE verifier": client.verifier,
            "refresh token": refreshed["refresh_token"],
            "access token": clerk.tokens()["access_token"],
            "device code": device["device_code"],
        }
        jwts = [tokens["access_token"], tokens["id_token"], clerk.mint_session(LEARNER), clerk.mint_id_token(LEARNER)]
    for kind, secret in made.items():
        assert SECRETS.kinds_in(secret.encode()) == {kind}
    assert all("JWT" in SECRETS.kinds_in(jwt.encode()) for jwt in jwts)
    assert SECRETS.kinds_in(clerk.users[LEARNER].email.encode()) == {"e-mail address"}
    assert SECRETS.kinds_in(Person("p", "Grace", "g@other.example").email.encode()) == {"e-mail address"}
    assert SECRETS.kinds_in(clerk.secret_key.encode()) == {"secret key"}


def test_what_is_printed_and_logged_is_kept(planted: Path, secrets: Secrets) -> None:
    with run.recorded(planted):
        run.printed(TOKEN.encode())
        run.printed(f"{TOKEN} {ADDRESS}".encode(), shows_address=True)
        logging.getLogger("api_client.somewhere").debug("as %s", ADDRESS)
        logging.getLogger("httpx").warning("what a browser of a test was sent: %s", JWT)
    found = sorted(leak.partition("(")[0].partition("_")[2] or leak for leak in leaks(planted, secrets))
    assert found == [
        "log.txt: e-mail address",
        "test_what_is_printed_and_logged_is_kept_call_.txt: token",
        "test_what_is_printed_and_logged_is_kept_call_.whoami: token",
    ]
