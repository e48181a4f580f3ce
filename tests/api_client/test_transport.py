"""Retries, deadlines, what is sent and what is accepted. Faults that no real server makes are made by MockTransport."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from api_client import documents, errors
from api_client.client import Client
from api_client.retry import RETRY_AFTER_CAP, Retry, retry_after
from api_client.target import Target
from api_client.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.transport import Method
    from tests.api_client.world import World

QUICK = Retry(first_delay=0.0, deadline=5.0)
TARGET = Target("https://learn.example.com", "learn.example.com", "ana")


class Server:
    """Answers with what is in the list, the last again and again, and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def transport(self, retry: Retry = QUICK) -> Transport:
        return Transport(TARGET, retry=retry, transport=httpx.MockTransport(self))


def ok() -> httpx.Response:
    return httpx.Response(200, text='{"status": "ok"}', headers={"ETag": '"1"'})


@pytest.mark.parametrize("fault", [httpx.Response(503), httpx.ConnectError("x"), httpx.ReadTimeout("x")])
@pytest.mark.parametrize(("method", "repeatable"), [("GET", None), ("PUT", None), ("DELETE", None), ("POST", True)])
async def test_what_may_be_repeated_is(
    fault: httpx.Response | Exception, method: Method, repeatable: bool | None
) -> None:
    server = Server(fault, fault, ok())
    response = await server.transport().send(method, "/x", repeatable=repeatable)
    assert (response.status, response.etag, len(server.requests)) == (200, '"1"', 3)


@pytest.mark.parametrize(("method", "repeatable"), [("POST", None), ("PATCH", None), ("PUT", False)])
async def test_what_may_not_be_repeated_is_not(method: Method, repeatable: bool | None) -> None:
    server = Server(httpx.ConnectError("x"), ok())
    with pytest.raises(errors.Unreachable):
        await server.transport().send(method, "/x", repeatable=repeatable)
    assert len(server.requests) == 1


async def test_only_an_exact_answer_is_not_cleaned() -> None:
    body = r'{"name": "\u001b[2J\r\n"}'
    server = Server(httpx.Response(200, text=body))
    transport = server.transport()
    assert (await transport.send("GET", "/x", exact=True)).text == body
    assert (await transport.send("GET", "/x")).text == '{"name": "\ufffd[2J\\n"}'


async def test_version_goes_into_if_match() -> None:
    server = Server(ok())
    await server.transport().send("PATCH", "/x", body="{}", if_match="a1")
    assert server.requests[0].headers["If-Match"] == '"a1"'
    for version in ("a\r\nb", "✓"):
        with pytest.raises(errors.ServerFailed):
            await server.transport().send("PATCH", "/x", body="{}", if_match=version)
    assert len(server.requests) == 1


async def test_refusal_carries_the_current_version_and_the_faults_of_fields() -> None:
    problem = '{"title": "T", "status": %d, "detail": "No.", "code": "c", "version": "b2", "errors": %s}'
    faults = '[{"pointer": "/name", "detail": "A name is \\u001bneeded."}]'
    server = Server(httpx.Response(412, text=problem % (412, "[]")), httpx.Response(422, text=problem % (422, faults)))
    with pytest.raises(errors.VersionMismatch) as mismatch:
        await server.transport().send("PUT", "/x", body="{}", if_match="a1", exact=True)
    with pytest.raises(errors.Invalid) as invalid:
        await server.transport().send("PUT", "/x", body="{}", exact=True)
    assert mismatch.value.version == "b2"
    assert invalid.value.faults == (errors.FieldFault("/name", "A name is �needed."),)


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 412, 422, 501])
async def test_what_was_refused_is_not_asked_again(status: int) -> None:
    server = Server(httpx.Response(status, headers={"Location": "https://elsewhere.example.com"}), ok())
    with pytest.raises(errors.ApiError):
        await server.transport().send("GET", "/x")
    assert len(server.requests) == 1


async def test_retry_after_is_honoured() -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "0"}), ok())
    await server.transport(Retry(first_delay=1000.0)).send("GET", "/x")
    assert len(server.requests) == 2


async def test_waiting_longer_than_the_deadline_is_giving_up_at_once() -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "60"}), ok())
    with pytest.raises(errors.RateLimited) as caught:
        await server.transport().send("GET", "/x")
    assert caught.value.retry_after == 60
    assert len(server.requests) == 1


async def test_attempts_end() -> None:
    server = Server(httpx.Response(500))
    with pytest.raises(errors.ServerFailed):
        await server.transport().send("GET", "/x")
    assert len(server.requests) == QUICK.attempts


async def test_deadline_covers_an_answer_that_never_ends() -> None:
    async def app(_scope: object, _receive: object, _send: object) -> None:
        await asyncio.Event().wait()

    target = Target("http://syllabus.embedded", "here", "local", lambda: app)
    with pytest.raises(errors.Timeout):
        await Transport(target, retry=Retry(deadline=0.05)).send("GET", "/x")


def test_delays_grow_and_are_spread() -> None:
    fault = errors.Unreachable("x")
    first, second = Retry(first_delay=1.0).delay(fault, 1), Retry(first_delay=1.0).delay(fault, 2)
    assert first is not None
    assert second is not None
    assert 1.0 <= first <= 2.0 <= second <= 4.0
    assert Retry(attempts=2).delay(fault, 2) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("-7", None),
        ("soon", None),
        ("99999999", RETRY_AFTER_CAP),
        (format_datetime(datetime(2026, 1, 1, 12, 0, 30, tzinfo=UTC), usegmt=True), 30.0),
        (format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True), 0.0),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 1, 1, 12, tzinfo=UTC)) == seconds


async def test_what_is_sent() -> None:
    server = Server(ok())
    await server.transport().send("POST", "/v1/x?q=%2F", body='{"a": 1}', etag='"0"')
    (request,) = server.requests
    assert str(request.url) == "https://learn.example.com/v1/x?q=%2F"
    assert request.content == b'{"a": 1}'
    assert request.headers["If-None-Match"] == '"0"'
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["User-Agent"].startswith("syllabus/")


async def test_nothing_is_compressed_in_process(world: World) -> None:
    seen: list[bytes] = []

    def make() -> Callable[..., object]:
        app = world.app()

        async def watch(scope: dict[str, list[tuple[bytes, bytes]]], receive: object, send: object) -> None:
            seen.append(dict(scope["headers"])[b"accept-encoding"])
            await app(scope, receive, send)  # pyright: ignore[reportArgumentType]  # ASGI passed through

        return watch

    transport = Transport(Target("http://syllabus.embedded", "here", "local", make))  # pyright: ignore[reportArgumentType]
    await transport.send("GET", "/v1/server")
    await transport.close()
    assert seen == [b"identity"]


async def test_text_is_cleaned_before_anything_sees_it(world: World) -> None:
    world.course("Evil \x1b]0;x\x07 \u202ename\r\n")
    transport = Transport(world.target())
    page = await Client(transport).courses.page("/v1/courses")
    await transport.close()
    assert page.value is not None
    assert page.value.items[0].name == "Evil \ufffd]0;x\ufffd \ufffdname\n"
    assert "\x1b" not in page.text
    assert "u001b" not in page.text


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"id": 1}', b"\xff\xfe", b"null", b'{"id": "x"', b"\x00" * 100]
)
async def test_an_answer_that_breaks_the_contract_is_the_servers_failure(body: bytes) -> None:
    server = Server(httpx.Response(200, content=body))
    with pytest.raises(errors.ServerFailed, match="cannot be understood"):
        await Client(server.transport()).read(documents.me())


async def test_a_fault_of_the_embedded_backend_is_an_answer(world: World) -> None:
    world.down = True
    transport = Transport(world.target(), retry=QUICK)
    with pytest.raises(errors.ServerFailed) as caught:
        await transport.send("GET", "/v1/me")
    await transport.close()
    assert caught.value.status == 500


@pytest.mark.parametrize(
    "url",
    [
        "https://learn.example.com",
        "http://127.0.0.1:8000",
        "http://localhost:1",
        "http://[::1]:8000",
        "http://127.9.9.9",
    ],
)
async def test_addresses_that_are_used(url: str) -> None:
    await Transport(Target(url, "x", "ana")).close()


@pytest.mark.parametrize(
    "url",
    [
        "http://learn.example.com", "http://10.0.0.1", "http://localhost.example.com", "http://0.0.0.0", "ftp://127.0.0.1",
        "learn.example.com", "https://", "https://ana:secret@learn.example.com", "https://learn.example.com/x",
        "https://learn.example.com?x", "https://learn.example.com#x", "https://[", "https://x:99999",
        "https://xn--a.com", "https://☃☃.example", "https://１２７.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(errors.InsecureServer) as caught:
        Transport(Target(url, "x", "ana"))
    assert "secret" not in caught.value.sentence


async def test_completions_that_are_about_something_else_are_malformed(world: World) -> None:
    course = world.course("Course")
    transport = Transport(world.target())
    answer = await transport.send(
        "POST",
        "/v1/completions",
        body=f'{{"items": [{{"lessonId": "{course.lessons[0]}", "completed": true, "at": "2026-01-01T00:00:00Z"}}]}}',
        repeatable=True,
    )
    await transport.close()
    server = Server(httpx.Response(200, text=answer.text))
    with pytest.raises(errors.ServerFailed, match="other lessons"):
        await Client(server.transport()).completions.send([])


async def test_dates_in_retry_after_headers_of_a_real_answer() -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    server = Server(httpx.Response(429, headers={"Retry-After": when}))
    with pytest.raises(errors.RateLimited) as caught:
        await server.transport().send("GET", "/x")
    assert caught.value.retry_after is not None
    assert 500 < caught.value.retry_after <= 600
