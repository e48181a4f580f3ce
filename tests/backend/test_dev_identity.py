"""`serve --dev`: its pages, what they refuse, and whole sign-ins by plain HTTP."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.dev_identity.browser import BrowserEndpoints
from backend.dev_identity.endpoints import Endpoints
from backend.dev_identity.provider import Provider
from backend.dev_server import ADMIN, CLIENT, LEARNER, listen
from tests.backend.dev_server import DevServer, Form, identity_client, sign_in
from tests.clerk.client import REDIRECT, answer, error
from tests.clerk.keys import signing_key
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from backend.dev_identity.records import Person
    from tests.clerk.client import PlainClient


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[DevServer]:
    server = DevServer(tmp_path_factory.mktemp("dev-server"))
    with server.started():
        yield server
    server.close()


@pytest.fixture
def client(server: DevServer) -> Generator[PlainClient]:
    with server.http() as http:
        yield identity_client(server, http)


def me(server: DevServer, token: str) -> httpx.Response:
    return httpx.get(f"{server.origin}/v1/me", headers={"authorization": f"Bearer {token}"}, trust_env=False)


# --- signing in


@pytest.mark.parametrize(("person", "role"), [(LEARNER, "user"), (ADMIN, "admin")])
def test_who_is_picked_on_the_page_is_signed_in(
    server: DevServer, client: PlainClient, person: Person, role: str
) -> None:
    told = httpx.get(f"{server.origin}/v1/server", trust_env=False).json()["identity"]
    found = httpx.get(f"{told['issuer']}/.well-known/openid-configuration", trust_env=False).json()
    tokens = sign_in(client, person.subject, server.origin)
    account = me(server, tokens["access_token"]).json()

    assert (told["kind"], told["clientId"], found["issuer"]) == ("oidc", CLIENT.id, told["issuer"])
    assert (account["name"], account["email"], account["role"]) == (person.name, person.email, role)


def test_the_learner_has_some_of_the_courses(server: DevServer, client: PlainClient) -> None:
    token = sign_in(client, LEARNER.subject, server.origin)["access_token"]
    courses = httpx.get(
        f"{server.origin}/v1/courses", headers={"authorization": f"Bearer {token}"}, trust_env=False
    ).json()["items"]
    assert {"owned", "locked"} <= {course["access"] for course in courses}


def test_a_device_is_let_in_on_the_page(server: DevServer, client: PlainClient) -> None:
    started = client.start_device(scope="openid profile email offline_access", resource=server.origin).json()
    asked = client.http.get(started["verification_uri"])
    typed = Form(asked).send(client.http, user_code=started["user_code"].lower())
    done = Form(typed).send(client.http, subject=ADMIN.subject)
    tokens = client.poll(started["device_code"]).json()

    assert "You are signed in" in done.text
    assert me(server, tokens["access_token"]).json()["role"] == "admin"
    assert client.http.get(started["verification_uri_complete"]).status_code == 404  # used


def test_a_device_can_be_refused(server: DevServer, client: PlainClient) -> None:
    started = client.start_device().json()
    Form(client.http.get(started["verification_uri_complete"])).send(client.http, refuse="yes")
    assert error(client.poll(started["device_code"])) == (400, "access_denied")


def test_cancel_is_told_to_the_program(client: PlainClient) -> None:
    brought = answer(Form(client.authorize()).send(client.http, refuse="yes"))
    assert (brought["error"], brought["state"]) == ("access_denied", client.state)


def test_a_token_for_another_server_is_refused(server: DevServer, client: PlainClient) -> None:
    token = sign_in(client, LEARNER.subject, "https://learn.example.com")["access_token"]
    assert me(server, token).status_code == 401


def test_rotation_is_strict(server: DevServer, client: PlainClient) -> None:
    first = sign_in(client, LEARNER.subject, server.origin)["refresh_token"]
    renewed = client.refresh(first).json()
    assert me(server, renewed["access_token"]).status_code == 200
    assert error(client.refresh(first)) == (400, "invalid_grant")
    assert client.revoke(renewed["refresh_token"]).status_code == 200
    assert error(client.refresh(renewed["refresh_token"])) == (400, "invalid_grant")


# --- what it refuses


@pytest.mark.parametrize("path", ["/v1/courses", "/dev-identity/oauth/authorize", "/dev-identity/device", "/healthz"])
@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:{port}.evil.example"])
def test_a_page_that_calls_this_computer_its_own_gets_nothing(server: DevServer, path: str, host: str) -> None:
    named = host.format(port=server.host.rpartition(":")[2])
    refused = httpx.get(f"{server.origin}{path}", headers={"host": named}, trust_env=False)
    assert (refused.status_code, refused.json()["code"]) == (421, "misdirected")


def test_a_form_without_its_proof_decides_nothing(server: DevServer, client: PlainClient) -> None:
    form = Form(client.authorize())
    stranger = server.http()
    with stranger:
        foreign = Form(identity_client(server, stranger).authorize())
        refused = [
            form.send(client.http, subject=LEARNER.subject, proof=""),
            form.send(client.http, subject=LEARNER.subject, proof=foreign.fields["proof"]),
        ]
        stranger.cookies.clear()
        refused.append(foreign.send(stranger, subject=LEARNER.subject))
        device = client.start_device().json()
        decision = {"user_code": device["user_code"], "subject": ADMIN.subject}
        refused.append(client.http.post("device", data=decision))
    assert {response.status_code for response in refused} == {403}
    assert not any("location" in response.headers for response in refused)
    assert error(client.poll(device["device_code"])) == (400, "slow_down")  # nobody let it in


def test_nobody_else_can_be_picked(client: PlainClient) -> None:
    assert Form(client.authorize()).send(client.http, subject="local").status_code == 400


@pytest.mark.parametrize("changed", [{"client_id": "other"}, {"redirect_uri": "http://evil.example/callback"}])
def test_an_unknown_program_is_sent_nowhere(client: PlainClient, changed: dict[str, str]) -> None:
    response = client.authorize(**changed)
    assert (response.status_code, "location" in response.headers) == (400, False)
    assert "<form" not in response.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com", ""])
def test_it_listens_where_this_computer_alone_can_reach_it(host: str) -> None:
    with pytest.raises(ValueError):
        listen(host, 0)


def test_localhost_is_an_address_of_this_computer() -> None:
    with listen("localhost", 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


# --- pages


def test_the_page_says_who_asks_for_what_and_needs_nothing_else(client: PlainClient) -> None:
    page = client.authorize(state='"><script>alert(1)</script>')
    policy = page.headers["content-security-policy"]
    for told in ("Sign in to Syllabus", "see your e-mail address", "stay signed in", LEARNER.name, ADMIN.name):
        assert told in page.text
    assert REDIRECT.split("/")[2] in page.text
    assert "<script" not in page.text
    assert not re.search(r"(src|href)=|url\(|@import", page.text)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert "samesite=strict" in page.headers["set-cookie"].lower()


def test_what_is_typed_for_a_code_is_shown_as_text(client: PlainClient) -> None:
    page = client.http.get("device", params={"user_code": '"><b>x'})
    assert (page.status_code, "<b>x" in page.text) == (404, False)


def test_no_endpoint_waits_for_a_thread() -> None:
    endpoints = Endpoints(Provider("http://127.0.0.1", CLIENT, (LEARNER,), key=signing_key()))
    routes = [*endpoints.routes(), *BrowserEndpoints(endpoints).routes()]
    assert all(iscoroutinefunction(route.endpoint) for route in routes)


# --- what is kept


def test_a_session_outlasts_the_server_and_its_key(tmp_path: Path) -> None:
    server = DevServer(tmp_path / "kept")
    with server.http() as http:
        client = identity_client(server, http)
        with server.started():
            tokens = sign_in(client, LEARNER.subject, server.origin)
        with server.started():
            assert me(server, tokens["access_token"]).status_code == 401
            renewed = client.refresh(tokens["refresh_token"]).json()
            assert me(server, renewed["access_token"]).json()["name"] == LEARNER.name
            assert error(client.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
        (sessions,) = server.folder.glob("sessions-*.json")
        assert len(json.loads(sessions.read_bytes())) == 1
        written = b"".join(file.read_bytes() for file in server.folder.iterdir())
        for secret in (*tokens.values(), *renewed.values()):
            assert not (isinstance(secret, str) and len(secret) > 40 and secret.encode() in written)
        assert b"PRIVATE KEY" not in written
        sessions.write_bytes(b"{")
        with server.started():
            assert error(client.refresh(renewed["refresh_token"])) == (400, "invalid_grant")
    server.close()


# --- the command


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--database-url", "sqlite:////tmp/x.db"], {}, "no other database"),
        ([], {"SYLLABUS_DATABASE_URL": "postgresql://you@db.example/courses"}, "no other database"),
        (["--host", "0.0.0.0"], {}, "this computer alone"),
        (["--workers", "2"], {}, "one process"),
    ],
)
def test_the_command_refuses(tmp_path: Path, arguments: list[str], environment: dict[str, str], said: str) -> None:
    done = Home(tmp_path).run("serve", "--dev", *arguments, **environment)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (tmp_path / ".local/share/syllabus/dev-server").exists()


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    home = Home(tmp_path)
    command = home.command("serve", "--dev", "--port", "0")
    process = subprocess.Popen(command, env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    said = [next(process.stdout) for _ in range(6)]
    found = re.search(r"syllabus login (http://127\.0\.0\.1:\d+)$", "".join(said), re.MULTILINE)
    assert found, said
    status = httpx.get(f"{found[1]}/readyz", trust_env=False, timeout=30).status_code
    process.send_signal(signal.SIGINT)
    _, log = process.communicate(timeout=30)

    assert (status, process.returncode) == (200, 0)
    assert "GET /readyz 200" in log
    assert str(home.data / "dev-server") in "".join(said)


def test_nothing_of_it_is_loaded_where_nobody_asked_for_it() -> None:
    program = "import sys, tui.embedded, backend.app, backend.migrate, backend.demo; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "backend.app" in loaded
    assert not [name for name in loaded if name.startswith(("backend.dev", "backend.own_host"))]
