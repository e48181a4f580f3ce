"""What an issuer says decides, not its status; and what is no answer of OAuth decides nothing."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from pydantic import SecretStr

from api_client import errors
from api_client.auth.pkce import Pkce
from tests.api_client.auth.scripted import CLERK_BUSY, ISSUER, SERVER, Issuer, refusal, tokens, told

if TYPE_CHECKING:
    from api_client.auth.session import Tokens

SECRETS = ("r3fresh", "acc3ss", "c0de", "v3rifier")


async def refresh(issuer: Issuer) -> Tokens:
    async with issuer:
        return await issuer.oauth.refresh(SecretStr("r3fresh"))


def test_pkce_is_that_of_the_rfc() -> None:
    pkce = Pkce.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")  # RFC 7636, appendix B
    assert pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_each_attempt_has_a_verifier_of_its_own() -> None:
    made = [Pkce.new() for _ in range(50)]
    assert len({pkce.verifier.get_secret_value() for pkce in made}) == 50
    assert all(43 <= len(pkce.verifier.get_secret_value()) <= 128 for pkce in made)
    assert made[0].verifier.get_secret_value() not in repr(made[0])


async def test_what_is_sent_for_a_code() -> None:
    issuer = Issuer(tokens())
    async with issuer:
        await issuer.oauth.redeem_code(SecretStr("c0de"), "http://127.0.0.1:1/callback", SecretStr("v3rifier"))
    (request,) = issuer.requests
    assert (request.method, str(request.url)) == ("POST", f"{ISSUER}/oauth/token")
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in request.headers
    assert issuer.forms == [
        {
            "grant_type": "authorization_code",
            "code": "c0de",
            "redirect_uri": "http://127.0.0.1:1/callback",
            "client_id": "the-client",
            "code_verifier": "v3rifier",
            "resource": SERVER,
        }
    ]


async def test_what_is_sent_to_refresh() -> None:
    issuer = Issuer(tokens())
    await refresh(issuer)
    form = {"grant_type": "refresh_token", "refresh_token": "r3fresh", "client_id": "the-client", "resource": SERVER}
    assert issuer.forms == [form]


async def test_tokens_and_when_they_end() -> None:
    before = datetime.now(UTC)
    got = await refresh(Issuer(tokens(refresh_token="n3w", id_token="id")))
    assert got.access_token.get_secret_value() == "acc3ss"
    assert got.refresh_token is not None
    assert got.refresh_token.get_secret_value() == "n3w"
    assert got.expires_at is not None
    assert before <= got.expires_at - timedelta(days=1) <= datetime.now(UTC)
    assert "id_token" not in got.model_dump()
    assert "acc3ss" not in repr(got)


async def test_an_issuer_that_does_not_rotate_leaves_the_refresh_token() -> None:
    got = await refresh(Issuer(tokens(refresh_token=None)))
    assert got.refresh_token is not None
    assert got.refresh_token.get_secret_value() == "r3fresh"


@pytest.mark.parametrize("word", ["Bearer", "bearer", "BEARER"])
async def test_bearer_in_any_case(word: str) -> None:
    await refresh(Issuer(tokens(token_type=word)))


@pytest.mark.parametrize(
    ("expires_in", "days"), [(None, None), ("86400", 1), (-5, 0), (0, 0), (10**15, 3650), (86400.5, 1)]
)
async def test_lifetimes(expires_in: object, days: int | None) -> None:
    got = await refresh(Issuer(tokens(expires_in=expires_in)))
    if days is None:
        assert got.expires_at is None
    else:
        assert got.expires_at is not None
        assert round((got.expires_at - datetime.now(UTC)) / timedelta(days=1)) == days


@pytest.mark.parametrize("status", [200, 400, 401, 403, 429, 500])
@pytest.mark.parametrize("error", ["invalid_grant", "slow_down", "invalid_client", "invalid_scope"])
async def test_the_error_decides_whatever_the_status(error: str, status: int) -> None:
    with pytest.raises(errors.OAuthRefused) as caught:
        await refresh(Issuer(refusal(error, status)))
    assert caught.value.code == error


async def test_an_error_that_is_not_known_is_a_refusal_by_name() -> None:
    with pytest.raises(errors.OAuthRefused, match="mfa_required"):
        await refresh(Issuer(refusal("mfa_required", 403)))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(429, json=CLERK_BUSY, headers={"Retry-After": "7"}), errors.RateLimited),
        (httpx.Response(429, json={"error": "Too Many Requests"}), errors.RateLimited),
        (httpx.Response(429, json={"error": "over_limit"}), errors.RateLimited),
        (httpx.Response(500, json=CLERK_BUSY), errors.ServerFailed),
        (httpx.Response(500, json={"error": "Internal Server Error"}), errors.ServerFailed),
        (httpx.Response(500, json={"error": "server_error"}), errors.ServerFailed),
        (httpx.Response(502, html="<h1>Bad gateway</h1>"), errors.ServerFailed),
        (httpx.Response(503, json={"error": "temporarily_unavailable"}), errors.ServerFailed),
        (httpx.Response(403, html="<h1>Firewall</h1>"), errors.ServerFailed),
        (httpx.Response(403, json={"error": "Forbidden by policy"}), errors.ServerFailed),
        (httpx.Response(401, json=CLERK_BUSY), errors.ServerFailed),
        (httpx.Response(302, headers={"Location": "https://evil.example.com"}), errors.ServerFailed),
        (httpx.Response(200, html="<h1>Log in to the hotel</h1>"), errors.ServerFailed),
        (httpx.Response(200, json=CLERK_BUSY), errors.ServerFailed),
        (httpx.Response(200, json=[]), errors.ServerFailed),
        (httpx.Response(200, content=b""), errors.ServerFailed),
        (httpx.Response(200, content=b"\xff\xfe"), errors.ServerFailed),
        (httpx.Response(200, content=b" " * 300_000), errors.ServerFailed),
        (tokens(access_token=""), errors.ServerFailed),
        (tokens(access_token="acc3ss\r\nX: y"), errors.ServerFailed),
        (tokens(access_token="acc3ss \x1b[31m"), errors.ServerFailed),
        (tokens(access_token="acc3ss" * 5000), errors.ServerFailed),
        (tokens(access_token=5), errors.ServerFailed),
        (tokens(token_type="DPoP"), errors.ServerFailed),
        (tokens(token_type=None), errors.ServerFailed),
        (tokens(refresh_token="r3fresh\n"), errors.ServerFailed),
        (httpx.ConnectError("no"), errors.Unreachable),
        (httpx.ConnectTimeout("no"), errors.Timeout),
        (httpx.ReadTimeout("no"), errors.Timeout),
        (httpx.ReadError("reset"), errors.Unreachable),
        (httpx.RemoteProtocolError("closed"), errors.Unreachable),
    ],
)
async def test_what_is_no_answer_of_oauth_says_nothing_about_the_session(
    answer: httpx.Response | Exception, kind: type[errors.ApiError]
) -> None:
    with pytest.raises(errors.ApiError) as caught:
        await refresh(Issuer(answer))
    assert type(caught.value) is kind
    assert errors.is_outage(caught.value)
    assert not any(secret in told(caught.value) for secret in SECRETS)


async def test_how_long_to_wait() -> None:
    with pytest.raises(errors.RateLimited) as caught:
        await refresh(Issuer(httpx.Response(429, json=CLERK_BUSY, headers={"Retry-After": "7"})))
    assert caught.value.retry_after == 7


async def test_redirects_are_not_followed() -> None:
    issuer = Issuer(httpx.Response(307, headers={"Location": "https://evil.example.com/"}), tokens())
    with pytest.raises(errors.ServerFailed):
        await refresh(issuer)
    assert len(issuer.requests) == 1


async def test_descriptions_are_not_quoted_since_they_may_quote_a_token() -> None:
    with pytest.raises(errors.OAuthRefused) as caught:
        await refresh(Issuer(refusal("invalid_grant", 401)))
    assert not any(secret in told(caught.value) for secret in SECRETS)


async def test_revocation() -> None:
    issuer = Issuer(httpx.Response(200))
    async with issuer:
        assert await issuer.oauth.revoke(SecretStr("r3fresh"))
    assert issuer.forms == [{"token": "r3fresh", "token_type_hint": "refresh_token", "client_id": "the-client"}]
    async with Issuer(refusal("unsupported_token_type")) as issuer:
        with pytest.raises(errors.OAuthRefused) as caught:
            await issuer.oauth.revoke(SecretStr("acc3ss"), "access_token")
    assert caught.value.code == "unsupported_token_type"
    async with Issuer(httpx.Response(502, html="<h1>")) as issuer:
        with pytest.raises(errors.ServerFailed):
            await issuer.oauth.revoke(SecretStr("r3fresh"))
    async with Issuer(httpx.Response(200), revocation_endpoint=None) as issuer:
        assert not await issuer.oauth.revoke(SecretStr("r3fresh"))
        assert not issuer.requests


async def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "httpx")  # the backend keeps it quieter
    await refresh(Issuer(tokens()))
    with pytest.raises(errors.OAuthRefused):
        await refresh(Issuer(refusal("invalid_grant")))
    assert "oauth/token" in caplog.text
    assert not any(secret in caplog.text for secret in SECRETS)
