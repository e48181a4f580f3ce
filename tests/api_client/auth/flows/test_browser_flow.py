"""Signing in through a browser, whose part an HTTP client does, at the emulated issuer."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from api_client import errors
from api_client.auth import issuer_http
from api_client.auth.sign_in import SignIn
from tests.api_client.auth.flows.browsing import browse, refused, through_the_browser, with_parameters
from tests.api_client.auth.flows.serving import learning_server
from tests.clerk.faults import BAD_GATEWAY, HANG, RESET, RESET_AFTER, SERVER_ERROR, Fault, rate_limited

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clerk.emulator import Emulator


TOKEN = "/oauth/token"


async def test_what_the_issuer_is_asked(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in, sign_in.browser() as flow, sign_in.browser() as other:
        asked = parse_qs(urlsplit(flow.url).query)
        asked_again = parse_qs(urlsplit(other.url).query)
    assert asked["scope"] == ["openid profile email offline_access"]
    assert asked["resource"] == [server]
    assert asked["code_challenge_method"] == ["S256"]
    for own in ("state", "code_challenge", "redirect_uri"):
        assert asked[own] != asked_again[own]


async def test_foreign_requests_do_not_end_a_sign_in(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in, sign_in.browser() as flow:
        back = (await browse(flow.url, follow=False)).headers["location"]
        waiting = asyncio.create_task(flow.tokens())
        for change in ({"state": "", "error": "x"}, {"state": "wrong"}, {"state": "", "code": "evil"}, {"state": ""}):
            assert (await browse(with_parameters(**change)(back))).status_code == 400
        assert (await browse(back.replace("/callback", "/favicon.ico"))).status_code == 404
        assert not waiting.done()
        assert (await browse(back)).status_code == 200
        async with asyncio.timeout(60):
            await sign_in.session(await waiting)


async def test_a_refusal_in_the_browser(clerk: Emulator, server: str) -> None:
    clerk.refuse()
    async with await SignIn.at(server) as sign_in:
        failure = await refused(sign_in)
    assert failure == errors.OAuthRefused("The sign-in was refused in the browser.", code="access_denied")


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        ("invalid_scope", "does not give the scopes"),
        ("server_error", "Try again in a while"),
        ("quite_new", "It says: The \ufffd[31mtenant <b>"),
    ],
)
async def test_other_errors_in_the_browser(clerk: Emulator, server: str, error: str, shown: str) -> None:
    change = with_parameters(code="", error=error, error_description="The \x1b[31mtenant\n\n<b> " + "x" * 5000)
    async with await SignIn.at(server) as sign_in:
        failure = await refused(sign_in, change)
    assert (type(failure), failure.code) == (errors.OAuthRefused, error)
    assert shown in failure.sentence
    assert len(failure.sentence) < 400


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iss": "https://evil.example.com"}, "foreign_iss"),
        ({"iss": "http://127.0.0.1:1/"}, "foreign_iss"),
        ({"iss": "", "error": "access_denied"}, "no_iss"),
        ({"iss": ""}, "no_iss"),
        ({"code": ""}, "malformed"),
    ],
)
async def test_an_answer_says_whose_it_is(clerk: Emulator, server: str, change: dict[str, str], code: str) -> None:
    async with await SignIn.at(server) as sign_in:
        assert (await refused(sign_in, with_parameters(**change))).code == code
    assert clerk.hits[TOKEN] == 0


async def test_an_issuer_that_does_not_name_itself_may_and_then_has_to_be_right(clerk: Emulator, server: str) -> None:
    clerk.options.names_issuer = False
    async with await SignIn.at(server) as sign_in:
        await through_the_browser(sign_in)
        await through_the_browser(sign_in, with_parameters(iss=clerk.issuer))
        assert (await refused(sign_in, with_parameters(iss="https://evil.example.com"))).code == "foreign_iss"


async def test_a_code_that_comes_too_late(clerk: Emulator, server: str) -> None:
    def late(url: str) -> str:
        clerk.clock.advance(601)
        return url

    async with await SignIn.at(server) as sign_in:
        failure = await refused(sign_in, late)
    assert failure.code == "invalid_grant"
    assert "Sign in once more" in failure.sentence


async def test_a_code_is_exchanged_once(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in, sign_in.browser() as flow:
        await browse(flow.url)
        await flow.tokens()
        with pytest.raises(errors.OAuthRefused) as caught:
            await flow.tokens()
    assert caught.value.code == "invalid_grant"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (rate_limited(), errors.RateLimited),
        (BAD_GATEWAY, errors.ServerFailed),
        (SERVER_ERROR, errors.ServerFailed),
        (RESET, errors.Unreachable),
    ],
)
async def test_an_issuer_that_fails_may_be_asked_again(
    clerk: Emulator, server: str, fault: Fault, kind: type[errors.ApiError]
) -> None:
    async with await SignIn.at(server) as sign_in, sign_in.browser() as flow:
        await browse(flow.url)
        clerk.faults.add(TOKEN, fault)
        with pytest.raises(kind):
            await flow.tokens()
        await sign_in.session(await flow.tokens())


async def test_a_lost_answer_is_lost(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in, sign_in.browser() as flow:
        await browse(flow.url)
        clerk.faults.add(TOKEN, RESET_AFTER)
        with pytest.raises(errors.Unreachable):
            await flow.tokens()
        with pytest.raises(errors.OAuthRefused, match="Sign in once more"):
            await flow.tokens()
        await sign_in.session(await through_the_browser(sign_in))


async def test_an_issuer_that_hangs(clerk: Emulator, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with await SignIn.at(server) as sign_in:
        clerk.faults.add(TOKEN, HANG)
        async with sign_in.browser() as flow:
            await browse(flow.url)
            monkeypatch.setattr(issuer_http, "_DEADLINE", 0.2)
            with pytest.raises(errors.Timeout):
                await flow.tokens()


async def test_a_missing_refresh_token_is_told(clerk: Emulator, server: str) -> None:
    clerk.options.gives_refresh_token = False
    async with await SignIn.at(server) as sign_in:
        failure = await refused(sign_in)
    assert failure.code == "no_refresh_token"
    assert "offline_access" in failure.sentence


async def test_a_session_without_a_refresh_token_where_nobody_asked_for_one(clerk: Emulator, tmp_path: Path) -> None:
    with learning_server(tmp_path, clerk, scopes=("openid", "profile")) as origin:
        async with await SignIn.at(origin) as sign_in:
            session, _ = await sign_in.session(await through_the_browser(sign_in))
    assert session.tokens.refresh_token is None


async def test_scopes_that_the_issuer_does_not_give(clerk: Emulator, tmp_path: Path) -> None:
    with learning_server(tmp_path, clerk, scopes=("openid", "everything")) as origin:
        async with await SignIn.at(origin) as sign_in:
            assert (await refused(sign_in)).code == "invalid_scope"
            with pytest.raises(errors.OAuthRefused) as caught:
                await sign_in.device()
    assert caught.value.code == "invalid_scope"


async def test_a_browser_that_never_comes_back(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in, sign_in.browser(limit=timedelta(0)) as flow:
        with pytest.raises(errors.SignInFailed) as caught:
            await flow.tokens()
    assert caught.value.code == "timeout"


async def test_giving_up_leaves_no_listener(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in:
        async with sign_in.browser() as flow:
            waiting = asyncio.create_task(flow.tokens())
            back = (await browse(flow.url, follow=False)).headers["location"]
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        parts = urlsplit(back)
        with pytest.raises(OSError):
            await asyncio.open_connection(parts.hostname, parts.port)
    assert clerk.hits[TOKEN] == 0
