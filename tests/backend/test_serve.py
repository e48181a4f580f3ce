"""`serve`: the real server, in processes of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from backend.database import Database
from backend.migrate import migrate
from backend.settings import ServeSettings
from tests.backend.rows import catalog
from tests.backend.signed_in import with_token
from tests.clerk.deliveries import deliver, user_event
from tests.clerk.emulator import ADMIN, LEARNER

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tests.clerk.emulator import Emulator

SERVE = "import json, sys; from backend.serve import serve; from backend.settings import ServeSettings; "
PROGRAM = SERVE + "serve(ServeSettings(**json.loads(sys.argv[1])))"


@contextmanager
def serving(settings: ServeSettings) -> Generator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-P", "-c", PROGRAM, json.dumps(asdict(settings))]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def read(settings: ServeSettings, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """The answer; the server may still be starting."""
    request = Request(f"http://127.0.0.1:{settings.port}{path}", headers=headers or {})
    deadline = time.monotonic() + 20
    while True:
        try:
            with urlopen(request, timeout=10) as response:
                return response.status, response.read()
        except URLError as error:
            if (status := getattr(error, "code", None)) is not None:
                return status, getattr(error, "read", bytes)()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("workers", [1, 2])
def test_it_migrates_and_serves_anonymous_viewers(tmp_path: Path, workers: int) -> None:
    settings = ServeSettings(f"sqlite:///{tmp_path}/x.db", port=free_port(), workers=workers)
    with serving(settings) as process:
        ready = read(settings, "/readyz")
        server = json.loads(read(settings, "/v1/server")[1])
        found = read(settings, "/v1/courses?q=secretword")
        refused = read(settings, "/v1/me")
        os.killpg(process.pid, signal.SIGINT)
        _, log = process.communicate(timeout=20)

    assert (ready[0], found[0], refused[0]) == (200, 200, 401)
    assert server["identity"]["kind"] == "none"
    assert b"GET /v1/courses 200" in log
    assert b"secretword" not in log


@pytest.mark.parametrize("workers", [1, 2])
def test_people_sign_in_to_every_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clerk: Emulator, workers: int
) -> None:
    """What the environment says of the issuer reaches them, and nothing secret the log."""
    for name, value in {
        "ISSUER": clerk.issuer,
        "CLIENT_ID": clerk.client_id,
        "PROVIDER": "clerk",
        "WEBHOOK_SECRET": clerk.webhook_secret,
    }.items():
        monkeypatch.setenv(f"SYLLABUS_IDENTITY_{name}", value)
    settings = ServeSettings(f"sqlite:///{tmp_path}/x.db", port=free_port(), workers=workers)
    token = clerk.mint_oauth(LEARNER)
    event = deliver(user_event("user.created", clerk.users[ADMIN]))
    with serving(settings) as process:
        server = json.loads(read(settings, "/v1/server")[1])
        answers = [read(settings, "/v1/me", with_token(token)) for _ in range(2 * workers)]
        told = event.send(f"http://127.0.0.1:{settings.port}/webhooks/clerk")
        refused = read(settings, "/v1/me", with_token(token + "x"))
        os.killpg(process.pid, signal.SIGINT)
        _, log = process.communicate(timeout=20)

    assert server["identity"]["issuer"] == clerk.issuer
    assert {status for status, _ in answers} == {200}
    assert {json.loads(body)["name"] for _, body in answers} == {"Lena Learner"}
    assert (told.status_code, refused[0]) == (200, 401)
    for secret in (token.rpartition(".")[2], clerk.webhook_secret.removeprefix("whsec_"), "@learner", "@admin"):
        assert secret.encode() not in log


def test_it_sells_and_logs_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, signs, code = "sk_test_keyOfNobody4242", "whsec_secretOfNobody4242", "ABCDEFGHIJKLMNOP"
    for name, value in {
        "STRIPE_SECRET_KEY": key,
        "STRIPE_WEBHOOK_SECRET": signs,
        "PUBLIC_URL": "https://learn.example.com",
    }.items():
        monkeypatch.setenv(f"SYLLABUS_{name}", value)
    settings = ServeSettings(f"sqlite:///{tmp_path}/x.db", port=free_port())
    with serving(settings) as process:
        server = json.loads(read(settings, "/v1/server")[1])
        dead, page = read(settings, f"/c/{code}"), read(settings, "/checkout/success")
        os.killpg(process.pid, signal.SIGINT)
        _, log = process.communicate(timeout=20)

    assert server["payments"] == "stripe"
    assert (dead[0], page[0]) == (404, 200)
    assert b"GET /c/- 404" in log
    assert not any(secret.encode() in log for secret in (key, signs, code))


def test_without_migrating_it_says_what_lacks(tmp_path: Path) -> None:
    settings = ServeSettings(f"sqlite:///{tmp_path}/x.db", port=free_port(), migrate=False)
    with serving(settings):
        status, body = read(settings, "/readyz")
        health, _ = read(settings, "/healthz")

    assert (status, health) == (503, 200)
    assert "the table courses" in json.loads(body)["detail"]


def test_what_another_process_writes_is_served(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    settings = ServeSettings(url, port=free_port())
    database = Database.open(url)
    migrate(database)
    with serving(settings):
        before = json.loads(read(settings, "/v1/courses")[1])
        with catalog(database) as rows:
            rows.product(rows.course("New"))
        after = json.loads(read(settings, "/v1/courses")[1])
    database.close()

    assert before["items"] == []
    assert [item["name"] for item in after["items"]] == ["New"]
