"""Polling as RFC 8628 has it, in a time that the test makes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api_client import errors
from api_client.auth.device_flow import Clock, DeviceFlow
from api_client.auth.oauth import DEVICE_GRANT
from tests.api_client.auth.scripted import CLERK_BUSY, ISSUER, SERVER, Issuer, refusal, tokens, told

if TYPE_CHECKING:
    from api_client.auth.session import Tokens

CODE: dict[str, Any] = {
    "device_code": "d3vice",
    "user_code": "BCDF-GHJK",
    "verification_uri": f"{ISSUER}/device",
    "verification_uri_complete": f"{ISSUER}/device?user_code=BCDF-GHJK",
    "expires_in": 600,
    "interval": 5,
}
PENDING, SLOW_DOWN = refusal("authorization_pending"), refusal("slow_down")
GONE = httpx.ConnectError("no")
SCOPES = ("openid", "offline_access")


class Time:
    """Passes when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []
        self.third_wait = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        if len(self.waits) == 3:
            self.third_wait.set()
        await asyncio.sleep(0)

    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep)


class Attempt:
    """A code, and the answers to those who ask for its tokens."""

    def __init__(self, *answers: httpx.Response | Exception, **code: object) -> None:
        document = {name: value for name, value in {**CODE, **code}.items() if value is not None}
        self.issuer = Issuer(httpx.Response(200, json=document), *answers)
        self.time = Time()
        self.troubles: list[errors.ApiError | None] = []

    async def flow(self, scopes: tuple[str, ...] = SCOPES) -> DeviceFlow:
        granted = await self.issuer.oauth.device_code(scopes)
        flow = DeviceFlow(self.issuer.oauth, granted, scopes, self.time.clock())
        flow.on_trouble = self.troubles.append
        return flow

    async def tokens(self, scopes: tuple[str, ...] = SCOPES) -> Tokens:
        async with self.issuer, await self.flow(scopes) as flow:
            return await flow.tokens()


async def refused(attempt: Attempt) -> errors.ApiError:
    with pytest.raises(errors.ApiError) as caught:
        await attempt.tokens()
    assert not any(secret in told(caught.value) for secret in ("d3vice", "acc3ss", "r3fresh"))
    return caught.value


async def test_what_is_shown() -> None:
    attempt = Attempt(tokens())
    before = datetime.now(UTC)
    async with attempt.issuer:
        flow = await attempt.flow()
    assert flow.user_code == "BCDF-GHJK"
    assert flow.verification_uri == f"{ISSUER}/device"
    assert flow.verification_uri_complete == f"{ISSUER}/device?user_code=BCDF-GHJK"
    assert before <= flow.expires_at - timedelta(minutes=10) <= datetime.now(UTC)
    assert "d3vice" not in f"{flow!r} {vars(flow)}"


async def test_what_is_asked() -> None:
    attempt = Attempt(tokens())
    got = await attempt.tokens()
    assert got.access_token.get_secret_value() == "acc3ss"
    start, poll = attempt.issuer.forms
    assert start == {"client_id": "the-client", "scope": "openid offline_access", "resource": SERVER}
    assert poll == {
        "grant_type": DEVICE_GRANT,
        "device_code": "d3vice",
        "client_id": "the-client",
        "resource": SERVER,
    }


async def test_the_interval_is_kept_before_the_first_poll_too() -> None:
    attempt = Attempt(PENDING, PENDING, tokens(), interval=7)
    await attempt.tokens()
    assert attempt.time.waits == [7, 7, 7]


@pytest.mark.parametrize(("interval", "seconds"), [(None, 5), (0, 1), (0.2, 1), (30, 30)])
async def test_intervals(interval: float | None, seconds: float) -> None:
    attempt = Attempt(tokens(), interval=interval)
    await attempt.tokens()
    assert attempt.time.waits == [seconds]


async def test_slow_down_counts_for_good() -> None:
    attempt = Attempt(SLOW_DOWN, PENDING, SLOW_DOWN, PENDING, tokens())
    await attempt.tokens()
    assert attempt.time.waits == [5, 10, 10, 15, 15]


@pytest.mark.parametrize("status", [200, 400, 401, 403, 428, 429])
async def test_the_error_decides_whatever_the_status(status: int) -> None:
    await Attempt(refusal("authorization_pending", status), tokens()).tokens()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("access_denied", "refused in the browser"),
        ("expired_token", "expired"),
        ("invalid_grant", "not valid any more"),
        ("invalid_client", "client id"),
        ("unauthorized_client", "sign in this way"),
        ("something_else", "something_else"),
    ],
)
async def test_what_ends_it(error: str, sentence: str) -> None:
    attempt = Attempt(PENDING, refusal(error))
    failure = await refused(attempt)
    assert isinstance(failure, errors.OAuthRefused)
    assert (failure.code, len(attempt.time.waits)) == (error, 2)
    assert sentence in failure.sentence


async def test_the_code_ends_by_our_own_clock() -> None:
    attempt = Attempt(PENDING, expires_in=12)
    assert (await refused(attempt)).code == "expired_token"
    assert attempt.time.waits == [5, 5, 2]
    assert len(attempt.issuer.requests) == 3


@pytest.mark.parametrize(
    "outage",
    [
        GONE,
        httpx.ReadTimeout("no"),
        httpx.RemoteProtocolError("no"),
        httpx.Response(500, json=CLERK_BUSY),
        httpx.Response(502, html="<h1>Bad gateway</h1>"),
        httpx.Response(429, json=CLERK_BUSY),
        httpx.Response(200, html="<h1>Log in to the hotel</h1>"),
    ],
)
async def test_an_outage_is_shown_and_does_not_end_it(outage: httpx.Response | Exception) -> None:
    attempt = Attempt(PENDING, outage, outage, PENDING, tokens())
    await attempt.tokens()
    assert attempt.time.waits == [5, 5, 10, 20, 5]
    trouble, over = attempt.troubles
    assert trouble is not None
    assert errors.is_outage(trouble)
    assert over is None


async def test_an_outage_is_asked_about_less_and_less() -> None:
    attempt = Attempt(GONE, expires_in=200)
    assert (await refused(attempt)).code == "expired_token"
    assert attempt.time.waits == [5, 10, 20, 40, 60, 60, 5]


async def test_slow_down_survives_an_outage() -> None:
    attempt = Attempt(SLOW_DOWN, GONE, SLOW_DOWN, tokens())
    await attempt.tokens()
    assert attempt.time.waits == [5, 10, 20, 15]


async def test_retry_after_is_honoured() -> None:
    busy = httpx.Response(429, json=CLERK_BUSY, headers={"Retry-After": "33"})
    attempt = Attempt(busy, tokens())
    await attempt.tokens()
    assert attempt.time.waits == [5, 33]


async def test_retry_after_past_the_end_is_the_end() -> None:
    busy = httpx.Response(429, json=CLERK_BUSY, headers={"Retry-After": "3600"})
    attempt = Attempt(busy)
    assert (await refused(attempt)).code == "expired_token"
    assert attempt.time.waits == [5, 595]


async def test_a_missing_refresh_token_is_told_where_it_was_asked_for() -> None:
    assert (await refused(Attempt(tokens(refresh_token=None)))).code == "no_refresh_token"
    got = await Attempt(tokens(refresh_token=None)).tokens(("openid",))
    assert got.refresh_token is None


@pytest.mark.parametrize(
    "code",
    [
        {"device_code": None}, {"user_code": None}, {"user_code": "B\x1b[2J"}, {"user_code": "A" * 41},
        {"user_code": ""},
        {"expires_in": None}, {"expires_in": 0}, {"expires_in": -1}, {"interval": -1}, {"verification_uri": None},
        {"verification_uri": "http://id.example.com/device"}, {"verification_uri": "javascript:alert(1)"},
        {"verification_uri": "https://id.example.com/\x1b]8;;"},
    ],
)  # fmt: skip
async def test_codes_that_cannot_be_used(code: dict[str, object]) -> None:
    attempt = Attempt(tokens(), **code)
    assert isinstance(await refused(attempt), errors.ServerFailed | errors.SignInFailed)
    assert len(attempt.issuer.requests) == 1


async def test_a_page_may_have_its_place_in_the_fragment() -> None:
    attempt = Attempt(tokens(), verification_uri=f"{ISSUER}/#/device", verification_uri_complete=f"{ISSUER}/#/d?c=1")
    async with attempt.issuer:
        flow = await attempt.flow()
    assert (flow.verification_uri, flow.verification_uri_complete) == (f"{ISSUER}/#/device", f"{ISSUER}/#/d?c=1")


@pytest.mark.parametrize("complete", [None, "http://id.example.com/device", "https://id.example.com/\x07"])
async def test_the_longer_address_is_left_out_where_it_is_none(complete: str | None) -> None:
    attempt = Attempt(tokens(), verification_uri_complete=complete)
    async with attempt.issuer:
        assert (await attempt.flow()).verification_uri_complete is None


async def test_a_refused_start() -> None:
    for answer, kind in (
        (refusal("unauthorized_client"), errors.OAuthRefused),
        (refusal("invalid_scope"), errors.OAuthRefused),
        (httpx.Response(429, json=CLERK_BUSY), errors.RateLimited),
        (httpx.Response(502, html="<h1>"), errors.ServerFailed),
    ):
        async with Issuer(answer) as issuer:
            with pytest.raises(kind):
                await issuer.oauth.device_code(SCOPES)


async def test_giving_up_ends_the_wait() -> None:
    attempt = Attempt(PENDING)
    async with attempt.issuer:
        flow = await attempt.flow()
        waiting = asyncio.create_task(flow.tokens())
        await attempt.time.third_wait.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
