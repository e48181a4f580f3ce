"""What `serve --dev` would log if it logged all that it can, while people sign in in every way."""

from __future__ import annotations

import signal
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

import httpx

from backend.dev_server import CLIENT, IDENTITY_PATH, LEARNER
from tests.backend.dev_server import Form
from tests.clerk.client import PlainClient, answer
from tests.secrecy.known import Secrets
from tests.secrecy.places import leaks
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM = """
import logging, sys

def log_all(level, **options):
    configure(level=logging.DEBUG, **options)
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.INFO)  # below it writes every row that it reads

configure, logging.basicConfig = logging.basicConfig, log_all
from tui.cli import main
sys.exit(main())
"""


def test_a_talkative_server_tells_no_secret(tmp_path: Path) -> None:
    home = Home(tmp_path)
    secrets = Secrets()
    line = [sys.executable, "-P", "-W", "error", "-c", _PROGRAM, "serve", "--dev", "--port", "0"]
    with subprocess.Popen(
        line, env=home.environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        output = server.stdout
        assert output
        lines = [output.readline()]
        while "on trial at" not in lines[-1]:
            lines.append(output.readline())
            assert lines[-1]
        origin = f"http://{lines[-1].partition('http://')[2].split()[0].rstrip('.,')}"
        # A pipe that nobody reads is full soon, and the server would wait.
        reader = Thread(target=lambda: lines.extend(output))
        reader.start()
        try:
            with httpx.Client(base_url=f"{origin}{IDENTITY_PATH}/", trust_env=False, timeout=30) as http:
                sign_in(PlainClient(http, CLIENT.id), origin, secrets)
        finally:
            server.send_signal(signal.SIGINT)
            reader.join()
    printed = "".join(lines)
    assert "DEBUG" in printed
    assert "/v1/me" in printed
    assert secrets.kinds_in(printed.encode()) == set()
    assert leaks(tmp_path, secrets) == []


def sign_in(client: PlainClient, origin: str, secrets: Secrets) -> None:
    """By the page, by a device, by a refresh; each token is used, then revoked."""
    secrets.add("PKCE verifier", client.verifier)
    secrets.add("e-mail address", LEARNER.email)
    page = Form(client.authorize(resource=origin, scope="openid profile email offline_access"))
    code = answer(page.send(client.http, subject=LEARNER.subject))["code"]
    secrets.add("authorization code", code)
    tokens = client.exchange(code).json()
    refreshed = client.refresh(tokens["refresh_token"]).json()
    for token in (tokens, refreshed):
        for name in ("access_token", "refresh_token", "id_token"):
            secrets.add(name, token[name])
    device = client.start_device().json()
    secrets.add("device code", device["device_code"])
    assert client.poll(device["device_code"]).status_code == 400
    assert client.userinfo(refreshed["access_token"]).json()["email"] == LEARNER.email
    for headers in ({"authorization": f"Bearer {refreshed['access_token']}"}, {"authorization": "Bearer x.y.z"}):
        httpx.get(f"{origin}/v1/me", headers=headers, trust_env=False)
    assert client.revoke(refreshed["refresh_token"]).status_code == 200
    assert client.exchange(code).status_code == 400
