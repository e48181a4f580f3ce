"""The listener takes one answer, that of whoever knows the state, and minds nobody else."""

from __future__ import annotations

import asyncio
import sys
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from api_client.auth import callback as callback_module
from api_client.auth.callback import Callback
from api_client.errors import ApiError, SignInFailed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

STATE = "the-state-of-this-attempt"
RIGHT = f"/callback?state={STATE}&code=c0de"


def accept(answer: Mapping[str, str]) -> SecretStr:
    if answer.get("error"):
        raise SignInFailed(f"Refused: <b>{answer['error']}</b>.")
    return SecretStr(answer["code"])


@pytest.fixture
async def callback() -> AsyncGenerator[Callback]:
    async with Callback(SecretStr(STATE), accept) as callback:
        yield callback


def authority(callback: Callback) -> str:
    return urlsplit(callback.redirect_uri).netloc


async def ask(callback: Callback, target: str, method: str = "GET", host: str | None = None) -> httpx.Response:
    headers = {"Host": host} if host else {}
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=30) as browser:
        return await browser.request(method, f"http://{authority(callback)}{target}", headers=headers)


async def raw(callback: Callback, request: bytes) -> bytes:
    """What comes back, as far as it does: a server that does not read everything may cut its answer off."""
    reader, writer = await connect(callback)
    answer = b""
    try:
        writer.write(request)
        while chunk := await reader.read(4096):
            answer += chunk
    except ConnectionError:
        pass
    finally:
        writer.close()
    return answer


async def connect(callback: Callback) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, port = authority(callback).split(":")
    return await asyncio.open_connection(host, int(port))


async def code_of(callback: Callback) -> str:
    async with asyncio.timeout(30):
        return (await callback.code()).get_secret_value()


async def assert_it_still_waits(callback: Callback) -> None:
    """By signing in."""
    assert (await ask(callback, RIGHT)).status_code == 200
    assert await code_of(callback) == "c0de"


async def test_the_answer_is_taken_and_the_browser_told_so(callback: Callback) -> None:
    response = await ask(callback, RIGHT)
    assert await code_of(callback) == "c0de"
    assert response.status_code == 200
    assert "go back to your terminal" in response.text
    assert "c0de" not in response.text
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "http" not in response.text.replace("<!doctype html>", "").lower().replace("</html>", "")


async def test_the_page_is_styled_within_its_own_policy(callback: Callback) -> None:
    response = await ask(callback, "/")
    style = response.text.partition("<style>")[2].partition("</style>")[0]
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in response.headers["content-security-policy"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is nobody's address")
async def test_it_listens_on_the_loopback_address_alone(callback: Callback) -> None:
    assert callback.redirect_uri.startswith("http://127.0.0.1:")
    assert callback.redirect_uri.endswith("/callback")
    # All of 127.0.0.0/8 is this computer, and a listener on all addresses would answer on each.
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.2", int(authority(callback).split(":")[1]))


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/callback", 400),
        ("/callback?error=access_denied", 400),
        ("/callback?code=evil", 400),
        ("/callback?state=&code=evil", 400),
        ("/callback?state=wrong&code=evil", 400),
        (f"/callback?state={STATE}x&code=evil", 400),
        (f"/callback?state={STATE[:-1]}&code=evil", 400),
        (f"/callback?state={STATE}&state=wrong&code=evil", 400),
        ("/callback?state=%ff%fe&error=x", 400),
        ("/callback?state=wrong&error=access_denied", 400),
        (f"/callback/?state={STATE}&code=evil", 404),
        (f"/Callback?state={STATE}&code=evil", 404),
        (f"/?state={STATE}&code=evil", 404),
        (f"//callback?state={STATE}&code=evil", 404),
        ("/favicon.ico", 404),
        ("/robots.txt", 404),
    ],
)
async def test_foreign_requests_get_an_error_and_end_nothing(callback: Callback, target: str, status: int) -> None:
    assert (await ask(callback, target)).status_code == status
    await assert_it_still_waits(callback)


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD", "OPTIONS", "DELETE"])
async def test_only_get_is_an_answer(callback: Callback, method: str) -> None:
    response = await ask(callback, RIGHT, method)
    assert (response.status_code, response.headers["allow"]) == (405, "GET")
    await assert_it_still_waits(callback)


@pytest.mark.parametrize("host", ["localhost", "evil.example.com", "127.0.0.1", "127.0.0.1:1", "[::1]"])
async def test_a_name_that_was_pointed_at_this_computer_is_not_it(callback: Callback, host: str) -> None:
    assert (await ask(callback, RIGHT, host=host)).status_code == 400
    await assert_it_still_waits(callback)


@pytest.mark.parametrize(
    "request_head",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /callback HTTP/1.1\r\n\r\n",
        b"GET /callback?state=the-state-of-this-attempt&code=evil HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n",
        b"GET http://HOST/callback?state=the-state-of-this-attempt&code=evil HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET  /callback?state=the-state-of-this-attempt&code=evil HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /callback?state=the-state-of-this-attempt&code=evil HTTP/2.0\r\nHost: HOST\r\n\r\n",
        b"GET /callback?state=the-state-of-this-attempt&code=evil\r\nHost: HOST\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /callback HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET /callback HTTP/1.1\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
        b"GET /callback HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"a" * 200_000,
    ],
)
async def test_what_is_no_request_ends_nothing(callback: Callback, request_head: bytes) -> None:
    answer = await raw(callback, request_head.replace(b"HOST", authority(callback).encode()))
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 404 "))
    await assert_it_still_waits(callback)


async def test_connections_that_are_only_held_open_block_nobody(callback: Callback) -> None:
    held = [await connect(callback) for _ in range(100)]
    for _, writer in held[::2]:
        writer.write(b"GET /callback?sta")
    await assert_it_still_waits(callback)
    for _, writer in held:
        writer.close()


async def test_a_slow_client_is_left_after_a_while(callback: Callback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callback_module, "_PATIENCE", 0.0)
    assert await raw(callback, b"GET /callback?sta") == b""
    monkeypatch.undo()
    await assert_it_still_waits(callback)


async def test_only_one_answer_counts(callback: Callback) -> None:
    assert (await ask(callback, RIGHT)).status_code == 200
    assert (await ask(callback, RIGHT)).status_code == 410
    assert (await ask(callback, f"/callback?state={STATE}&code=other")).status_code == 410
    assert (await ask(callback, f"/callback?state={STATE}&error=access_denied")).status_code == 410
    assert await code_of(callback) == "c0de"


async def test_a_browser_that_leaves_at_once_has_still_answered(callback: Callback) -> None:
    _, writer = await connect(callback)
    writer.write(f"GET {RIGHT} HTTP/1.1\r\nHost: {authority(callback)}\r\n\r\n".encode())
    await writer.drain()
    writer.close()
    assert await code_of(callback) == "c0de"


async def test_a_refusal_is_told_to_both_sides_as_text(callback: Callback) -> None:
    query = urlencode({"state": STATE, "error": "<script>alert(1)</script>"})
    response = await ask(callback, f"/callback?{query}")
    assert "&lt;script&gt;" in response.text
    assert "<script" not in response.text
    with pytest.raises(SignInFailed, match="Refused"):
        await code_of(callback)


async def test_an_answer_that_says_something_twice_ends_the_attempt(callback: Callback) -> None:
    await ask(callback, f"{RIGHT}&code=other")
    with pytest.raises(ApiError) as caught:
        await code_of(callback)
    assert caught.value.code == "malformed"


async def test_nothing_is_left_when_it_is_given_up() -> None:
    async with Callback(SecretStr(STATE), accept) as callback:
        held = [await connect(callback) for _ in range(3)]
        waiting = asyncio.create_task(callback.code())
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(OSError):
        await connect(callback)
    for _, writer in held:
        writer.close()
