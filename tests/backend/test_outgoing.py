"""Requests that the backend makes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, SecretStr

from backend.addresses import is_loopback, is_secure
from backend.identity.outgoing import Outgoing, UnansweredError
from tests.backend.issuer import DISCOVERY, Issuer

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def issuer() -> Generator[Issuer]:
    with Issuer() as running:
        yield running


@pytest.fixture
def outgoing() -> Generator[Outgoing]:
    opened = Outgoing()
    yield opened
    opened.close()


class Discovered(BaseModel):
    issuer: str


def test_an_answer_is_read_as_a_model(issuer: Issuer, outgoing: Outgoing) -> None:
    assert outgoing.get(issuer.url + DISCOVERY).read(Discovered).issuer == issuer.url


def test_no_proxy_stands_between_this_computer_and_itself(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    outgoing = Outgoing()
    assert outgoing.get(issuer.url + DISCOVERY).status == 200
    outgoing.close()


def test_a_redirect_is_an_answer_and_takes_no_token_along(issuer: Issuer, outgoing: Outgoing) -> None:
    issuer.faults["/here"] = (307, b"", {"location": "/there"})
    answer = outgoing.post(issuer.url + "/here", {"a": "b"}, SecretStr("secret"))
    assert answer.status == 307
    assert issuer.hits == {"/here": 1}
    with pytest.raises(UnansweredError, match="answered 307"):
        answer.read(Discovered)


@pytest.mark.parametrize("url", ["http://example.com/x", "ftp://example.com", "", "//example.com", "https://a:b@c/"])
def test_only_secure_addresses_are_asked(outgoing: Outgoing, url: str) -> None:
    with pytest.raises(UnansweredError, match="not https"):
        outgoing.get(url)


def test_addresses_with_the_ids_of_users_are_not_logged(issuer: Issuer) -> None:
    program = (
        "import logging, sys; from backend.identity.outgoing import Outgoing; from backend.serve import log_to_stderr;"
        "log_to_stderr(); logging.info('This is logged.'); print(Outgoing().get(sys.argv[1]).status)"
    )
    command = [sys.executable, "-c", program, issuer.url + "/v1/users/user_1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "404\n"
    assert "This is logged." in done.stderr
    assert "user_1" not in done.stderr


def test_a_host_that_no_name_can_be_does_not_answer(outgoing: Outgoing) -> None:
    with pytest.raises(UnansweredError, match=r"xn--a\.com cannot be reached"):
        outgoing.get("https://xn--a.com/keys")


def test_errors_quote_nothing(issuer: Issuer, outgoing: Outgoing) -> None:
    issuer.faults["/x"] = (200, b'{"issuer": ["ada@example.com"]}', {})
    with pytest.raises(UnansweredError) as caught:
        outgoing.get(issuer.url + "/x").read(Discovered)
    assert "ada" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_how_long_to_wait_is_told_within_reason(issuer: Issuer, outgoing: Outgoing) -> None:
    waits: list[float] = []
    for text in ("7", "86400", "-1", "soon", "", "Mon, 23 Nov 2026 10:00:00 GMT", "٧"):
        issuer.faults["/x"] = (429, b"", {"retry-after": text} if text.isascii() else {})
        waits.append(outgoing.get(issuer.url + "/x").retry_after)
    assert waits == [7, 60, 5, 5, 5, 5, 5]


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("0.0.0.0", False),
     ("127.0.0.1.example.com", False), ("localhost.example.com", False), ("10.0.0.1", False), ("", False)],
)  # fmt: skip
def test_what_this_computer_is(host: str, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize(
    ("url", "secure"),
    [
        ("https://example.com/x", True),
        ("http://127.0.0.1:8000", True),
        ("http://example.com", False),
        ("https://", False),
        ("https://exa mple.com", False),
        ("https://example.com/\n", False),
        ("https://exämple.com", False),
        ("https://example.com:99999", False),
        ("javascript:alert(1)", False),
    ],
)
def test_what_is_secure(url: str, secure: bool) -> None:
    assert is_secure(url) is secure


def test_an_embedded_backend_imports_nothing_of_this() -> None:
    program = (
        "import sys, backend.app, backend.migrate, backend.owner, backend.demo;"
        "heavy = {'jwt', 'cryptography', 'httpx', 'backend.identity.outgoing', 'backend.identity.verifier'};"
        "print(*heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not done.stdout.strip()
