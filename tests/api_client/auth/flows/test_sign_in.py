"""A whole sign-in to a real server, and what stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from starlette.responses import Response

from api_client import errors
from api_client.auth.sign_in import SignIn
from backend.own_host import OwnHost
from tests.api_client.auth.flows.browsing import browse, through_the_browser
from tests.api_client.auth.flows.serving import learning_server, served
from tests.api_client.auth.scripted import told
from tests.clerk.emulator import LEARNER, Emulator
from tests.clerk.faults import BAD_GATEWAY, RESET, Fault, rate_limited

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_whole_way(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in:
        assert (sign_in.server_name, sign_in.server_host) == ("Evening school", urlsplit(server).netloc)
        assert (sign_in.issuer, sign_in.issuer_host) == (clerk.issuer, urlsplit(clerk.issuer).netloc)
        assert sign_in.offers_device
        async with sign_in.browser() as flow:
            page = await browse(flow.url)
            tokens = await flow.tokens()
        session, me = await sign_in.session(tokens)
    assert "go back to your terminal" in page.text
    assert me.name == clerk.users[LEARNER].name
    assert (session.server, session.issuer, session.client_id) == (server, clerk.issuer, clerk.client_id)
    assert (session.account, session.tokens) == (str(me.id), tokens)
    assert tokens.refresh_token
    assert tokens.expires_at


@pytest.mark.parametrize("fault", [rate_limited(), BAD_GATEWAY, RESET])
async def test_an_issuer_that_cannot_be_discovered(clerk: Emulator, server: str, fault: Fault) -> None:
    clerk.faults.add("/.well-known/openid-configuration", fault)
    with pytest.raises(errors.ApiError) as caught:
        await SignIn.at(server)
    assert errors.is_outage(caught.value)
    assert "sign-in service" in caught.value.sentence


async def test_an_issuer_that_is_down(clerk: Emulator, server: str) -> None:
    with clerk.down(), pytest.raises(errors.Unreachable, match="sign-in service"):
        await SignIn.at(server)


async def test_a_token_from_elsewhere(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in:
        session, me = await sign_in.with_token(SecretStr(clerk.mint_oauth(LEARNER, resource=server)))
    assert session.account == str(me.id)
    assert session.tokens.refresh_token is session.tokens.expires_at is None


@pytest.mark.parametrize("text", ["", "two tokens", "line\r\nX-Evil: 1", "snöw", "t" * 20_000, "\x1b[31m"])
async def test_what_is_no_token_is_not_sent(clerk: Emulator, server: str, text: str) -> None:
    async with await SignIn.at(server) as sign_in:
        with pytest.raises(errors.SignInFailed) as caught:
            await sign_in.with_token(SecretStr(text))
    assert caught.value.code == "no_token"


async def test_a_token_that_the_server_does_not_accept(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in:
        for token in ("rubbish", clerk.mint_oauth(LEARNER, resource="https://elsewhere.example.com")):
            with pytest.raises(errors.SignInFailed, match="does not accept this sign-in") as caught:
                await sign_in.with_token(SecretStr(token))
            assert token not in told(caught.value)


async def test_tokens_that_the_server_does_not_accept_are_given_back(clerk: Emulator, tmp_path: Path) -> None:
    with learning_server(tmp_path, clerk, audience="https://elsewhere.example.com") as origin:
        async with await SignIn.at(origin) as sign_in:
            tokens = await through_the_browser(sign_in)
            with pytest.raises(errors.SignInFailed, match="does not accept this sign-in"):
                await sign_in.session(tokens)
    assert tokens.refresh_token
    grant = clerk.provider.grants.find(tokens.refresh_token.get_secret_value())
    assert grant is not None
    assert grant.revoked


async def test_giving_back_never_fails(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(server) as sign_in:
        tokens = await through_the_browser(sign_in)
        clerk.faults.add("/oauth/token/revoke", BAD_GATEWAY)
        await sign_in.discard(tokens)
        with clerk.down():
            await sign_in.discard(tokens)


@pytest.mark.parametrize(
    "origin", ["http://learn.example.com", "https://learn.example.com/x", "https://☃☃.example", ""]
)
async def test_servers_that_are_not_asked(origin: str) -> None:
    with pytest.raises(errors.InsecureServer):
        await SignIn.at(origin)


async def test_a_slash_at_the_end_of_an_origin_is_none_of_it(clerk: Emulator, server: str) -> None:
    async with await SignIn.at(f"{server}/") as sign_in, sign_in.browser() as flow:
        assert parse_qs(urlsplit(flow.url).query)["resource"] == [sign_in.origin] == [server]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Response(status_code=302, headers={"location": "https://evil.example.com"}), errors.ServerFailed),
        (Response(status_code=304), errors.SignInFailed),
        (Response(status_code=404), errors.SignInFailed),
        (Response("<h1>Welcome</h1>"), errors.SignInFailed),
        (Response('{"name": "Another kind of server"}'), errors.SignInFailed),
        (Response(status_code=429, headers={"retry-after": "100"}), errors.RateLimited),
        (Response(status_code=501), errors.ServerFailed),
    ],
)
async def test_what_answers_otherwise_than_a_server(answer: Response, kind: type[errors.ApiError]) -> None:
    with served(answer) as origin, pytest.raises(errors.ApiError) as caught:
        await SignIn.at(origin)
    assert type(caught.value) is kind


async def test_a_server_that_goes_by_another_address_says_which() -> None:
    with served(OwnHost(Response(), "127.0.0.1:8000")) as origin, pytest.raises(errors.SignInFailed) as caught:
        await SignIn.at(origin)
    assert caught.value.sentence == "This server answers at http://127.0.0.1:8000 alone."


async def test_no_proxy_stands_between_this_computer_and_itself(
    clerk: Emulator, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with await SignIn.at(server) as sign_in:
        await sign_in.session(await through_the_browser(sign_in))
