"""An issuer is who it says it is, at addresses that a secret may be sent to."""

from __future__ import annotations

import json

import httpx
import pytest

from api_client import errors
from api_client.auth.discovery import Provider, discover
from api_client.auth.oauth import oauth_client
from api_client.http import host_of, http_client, is_secure
from api_client.loopback import is_loopback
from tests.api_client.auth.scripted import ISSUER, METADATA, SERVER

LOOPBACK = "http://127.0.0.1:8080"


async def read(asked_for: str = ISSUER, /, **changes: object) -> Provider:
    """What is discovered where the issuer describes itself so; None leaves a field out."""
    document = {name: value for name, value in {**METADATA, **changes}.items() if value is not None}
    return await read_from(httpx.Response(200, content=json.dumps(document)), asked_for)


async def read_from(answer: httpx.Response | Exception, issuer: str = ISSUER) -> Provider:
    asked: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with http_client(issuer, transport=httpx.MockTransport(respond)) as client:
        provider = await discover(issuer, client)
    assert asked == [f"{issuer.removesuffix('/')}/.well-known/openid-configuration"]
    return provider


def at(base: str) -> dict[str, object]:
    return {name: str(value).replace(ISSUER, base) for name, value in METADATA.items()}


async def test_what_is_read() -> None:
    provider = await read(scopes_supported=["openid"], jwks_uri="gopher://what/ever", more={"nobody": "reads"})
    assert provider.token_endpoint == f"{ISSUER}/oauth/token"
    assert not provider.authorization_response_iss_parameter_supported
    assert provider.code_challenge_methods_supported is None
    assert (
        await read(authorization_response_iss_parameter_supported=True)
    ).authorization_response_iss_parameter_supported
    smallest = await read(revocation_endpoint=None, device_authorization_endpoint=None)
    assert smallest.revocation_endpoint is smallest.device_authorization_endpoint is None


@pytest.mark.parametrize(
    "issuer", [LOOPBACK, "http://localhost:1", "http://[::1]:1", "https://id.example.com/realms/a"]
)
async def test_other_issuers(issuer: str) -> None:
    assert (await read(issuer, **at(issuer))).issuer == issuer


async def test_an_issuer_with_a_slash_at_its_end() -> None:
    assert (await read(f"{ISSUER}/", issuer=f"{ISSUER}/")).issuer == f"{ISSUER}/"


async def test_endpoints_may_be_elsewhere() -> None:
    provider = await read(token_endpoint="https://tokens.example.org/t")
    assert provider.token_endpoint == "https://tokens.example.org/t"


@pytest.mark.parametrize(
    "named",
    [f"{ISSUER}/", "https://ID.example.com", "https://id.example.com:443", "https://evil.example.com", LOOPBACK],
)
async def test_an_issuer_that_calls_itself_otherwise_is_another(named: str) -> None:
    with pytest.raises(errors.SignInFailed) as caught:
        await read(issuer=named)
    assert caught.value.code == "issuer_mismatch"


@pytest.mark.parametrize(
    "issuer",
    ["http://id.example.com", "http://10.0.0.1", "ftp://127.0.0.1", "", "id.example.com", "https://", f"{ISSUER}?x=y",
     f"{ISSUER}#x", "https://ana:secret@id.example.com", "https://id.exa\nmple.com", "https://іd.example.com",
     "https://id.example.com\\@evil.example.com", "https://[", "https://x:99999", "https://id example.com",
     "https://xn--a.com"],
)  # fmt: skip
async def test_issuers_that_are_not_asked(issuer: str) -> None:
    with pytest.raises(errors.SignInFailed) as caught:
        async with oauth_client(issuer, "the-client", SERVER):
            pytest.fail("it was asked")
    assert caught.value.code == "insecure_issuer"
    assert "secret" not in caught.value.sentence


@pytest.mark.parametrize(
    "endpoint", ["authorization_endpoint", "token_endpoint", "revocation_endpoint", "device_authorization_endpoint"]
)
@pytest.mark.parametrize(
    "url",
    ["http://id.example.com/t", "javascript:alert(1)", "/oauth/token", "", "https://ana@id.example.com/t",
     "https://id.example.com/\x1b]0;x\x07", "http://127.0.0.1:22/t", "https://localhost/t", f"{ISSUER}/t#x",
     "https://xn--a.com/t"],
)  # fmt: skip
async def test_endpoints_that_are_not_used(endpoint: str, url: str) -> None:
    with pytest.raises(errors.SignInFailed) as caught:
        await read(ISSUER, **{endpoint: url})
    assert caught.value.code == "bad_discovery"


@pytest.mark.parametrize("name", ["issuer", "authorization_endpoint", "token_endpoint"])
async def test_what_may_not_lack(name: str) -> None:
    with pytest.raises(errors.SignInFailed):
        await read(ISSUER, **{name: None})


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(500, json=METADATA),
        httpx.Response(301, headers={"Location": "https://evil.example.com"}),
        httpx.Response(200, html="<h1>Hello</h1>"),
        httpx.Response(200, json=[METADATA]),
        httpx.Response(200, content=json.dumps(METADATA) + " " * 300_000),
        httpx.ConnectError("no"),
    ],
)
async def test_answers_that_are_no_description(answer: httpx.Response | Exception) -> None:
    with pytest.raises(errors.ApiError):
        await read_from(answer)


def test_hosts_are_shown_as_what_they_are() -> None:
    assert host_of("https://learn.example.com/x") == "learn.example.com"
    assert host_of("https://learn.example.com:8443") == "learn.example.com:8443"
    assert host_of("https://LEARN.example.com:443") == "learn.example.com"
    assert host_of("http://[::1]:8000") == "[::1]:8000"
    assert host_of("http://[::1]:8000", port=False) == "::1"
    assert host_of("https://leаrn.example.com") == "xn--lern-63d.example.com"  # the "а" is Cyrillic
    assert host_of("https://exa\nmple.com") == ""


def test_what_is_this_computer() -> None:
    assert all(is_loopback(host) for host in ("localhost", "127.0.0.1", "127.1.2.3", "::1"))
    assert not any(
        is_loopback(host) for host in ("", "0.0.0.0", "10.0.0.1", "localhost.example.com", "a.localhost", "::")
    )
    assert is_secure("http://127.0.0.1:1/x?y=z")
    assert not is_secure("http://127.0.0.1.example.com/")
