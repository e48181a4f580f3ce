"""A whole sign-in to a real server through the emulated issuer; an HTTP client does the browser's part."""

from __future__ import annotations

import asyncio
import logging
import traceback
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from pydantic import SecretStr
from starlette.responses import Response

from api_client import errors
from api_client.auth import browser_flow, issuer_http, oauth
from api_client.auth import sign_in as sign_in_module
from api_client.auth.device_flow import Clock
from api_client.auth.sign_in import SignIn
from api_client.auth.trust import trusted_issuer
from api_client.models import Identity, Server
from tests.api_client.auth.scripted import told
from tests.api_client.auth.serving import browse, learning_server, served
from tests.clerk.emulator import LEARNER, Emulator
from tests.clerk.faults import BAD_GATEWAY, HANG, RESET, RESET_AFTER, SERVER_ERROR, Fault, rate_limited

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator
    from pathlib import Path
    from types import ModuleType

    from api_client.auth.session import Tokens

TOKEN = "/oauth/token"


@pytest.fixture(scope="module")
def issuer() -> Generator[Emulator]:
    with Emulator() as clerk:
        yield clerk


@pytest.fixture(scope="module")
def server(issuer: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """Its origin."""
    with learning_server(tmp_path_factory.mktemp("server"), issuer) as origin:
        yield origin


@pytest.fixture
def clerk(issuer: Emulator) -> Emulator:
    """As at the beginning, with somebody who signs in at once."""
    issuer.faults.clear()
    issuer.reset()
    issuer.sign_in(LEARNER)
    return issuer


async def through_the_browser(sign_in: SignIn, change: Callable[[str], str] = lambda url: url) -> Tokens:
    """Tokens, where the browser comes back to `change` of the address that it is sent to."""
    async with sign_in.browser() as flow, asyncio.timeout(60):
        back = (await browse(flow.url, follow=False)).headers["location"]
        await browse(change(back))
        return await flow.tokens()


async def refused(sign_in: SignIn, change: Callable[[str], str] = lambda url: url) -> errors.ApiError:
    with pytest.raises(errors.ApiError) as caught:
        await through_the_browser(sign_in, change)
    return caught.value


def with_parameters(**changes: str) -> Callable[[str], str]:
    """The address with other parameters; an empty one is taken out."""

    def change(url: str) -> str:
        parts = urlsplit(url)
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
        return parts._replace(query=urlencode({k: v for k, v in parameters.items() if v})).geturl()

    return change


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


async def test_no_proxy_stands_between_this_computer_and_itself(
    clerk: Emulator, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with await SignIn.at(server) as sign_in:
        await sign_in.session(await through_the_browser(sign_in))


async def test_an_issuer_that_hangs(clerk: Emulator, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with await SignIn.at(server) as sign_in:
        clerk.faults.add(TOKEN, HANG)
        async with sign_in.browser() as flow:
            await browse(flow.url)
            monkeypatch.setattr(issuer_http, "_DEADLINE", 0.2)
            with pytest.raises(errors.Timeout):
                await flow.tokens()


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


class Code:
    """A code of the emulator's, polled in the emulator's time."""

    def __init__(self, clerk: Emulator, sign_in: SignIn) -> None:
        self.clerk = clerk
        self.sign_in = sign_in
        self.now = 0.0
        self.waits: list[float] = []
        self.before: dict[int, Callable[[], object]] = {}
        """What happens while it waits for the nth time."""
        self.pace = 1.0
        """How much of a second passes in one at the issuer."""
        self.user_code = ""

    async def tokens(self) -> Tokens:
        flow = await self.sign_in.device(Clock(lambda: self.now, self._sleep))
        self.user_code = flow.user_code
        return await flow.tokens()

    async def refusal(self) -> errors.ApiError:
        with pytest.raises(errors.ApiError) as caught:
            await self.tokens()
        return caught.value

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        self.clerk.clock.advance(seconds * self.pace)
        self.before.get(len(self.waits), lambda: None)()


@asynccontextmanager
async def code_at(clerk: Emulator, server: str) -> AsyncGenerator[Code]:
    async with await SignIn.at(server) as sign_in:
        yield Code(clerk, sign_in)


async def test_signing_in_with_a_code(clerk: Emulator, server: str) -> None:
    async with code_at(clerk, server) as code:
        code.before[3] = lambda: clerk.approve_device(code.user_code)
        tokens = await code.tokens()
    assert tokens.refresh_token
    grant = clerk.provider.grants.find(tokens.refresh_token.get_secret_value())
    assert grant is not None
    assert (grant.subject, grant.resource) == (LEARNER, server)
    assert code.waits == [5, 5, 5]


async def test_a_code_that_is_polled_too_fast(clerk: Emulator, server: str) -> None:
    clerk.options.device_interval = 100
    async with code_at(clerk, server) as code:
        code.pace = 0.5  # a second of ours is half a one of the issuer's, for the first poll
        code.before[1] = lambda: setattr(code, "pace", 1.0)
        code.before[3] = lambda: clerk.approve_device(code.user_code)
        await code.tokens()
    assert code.waits == [100, 105, 105]


async def test_a_code_that_is_refused_expired_or_lost(clerk: Emulator, server: str) -> None:
    async with code_at(clerk, server) as code:
        code.before[2] = lambda: clerk.deny_device(code.user_code)
        assert (await code.refusal()).code == "access_denied"
    async with code_at(clerk, server) as code:
        code.before[2] = lambda: clerk.clock.advance(600)
        assert (await code.refusal()).code == "expired_token"
    async with code_at(clerk, server) as code:
        code.before[1] = lambda: clerk.approve_device(code.user_code)
        clerk.faults.add(TOKEN, RESET_AFTER)
        assert (await code.refusal()).code in ("invalid_grant", "expired_token")


async def test_a_code_outlives_outages(clerk: Emulator, server: str) -> None:
    async with code_at(clerk, server) as code:
        clerk.faults.add(TOKEN, BAD_GATEWAY, RESET, rate_limited(44), SERVER_ERROR)
        code.before[5] = lambda: clerk.approve_device(code.user_code)
        await code.tokens()
    assert code.waits == [5, 10, 20, 44, 60]


async def test_where_no_code_is_offered(clerk: Emulator, server: str) -> None:
    clerk.options.offers_device = False
    async with await SignIn.at(server) as sign_in:
        assert not sign_in.offers_device
        with pytest.raises(errors.SignInFailed, match="no sign-in with a code"):
            await sign_in.device()


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


async def test_nothing_secret_is_logged_or_represented(
    clerk: Emulator, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "httpx")  # the backend keeps it quieter
    seen: list[object] = []
    async with await SignIn.at(server) as sign_in:
        async with sign_in.browser() as flow:
            back = (await browse(flow.url, follow=False)).headers["location"]
            caplog.clear()  # the test's own browser logs where it is sent
            tokens = await asyncio.gather(flow.tokens(), browse_silently(back))
            seen += [flow, vars(flow), *map(vars_of, vars(flow).values())]
        session, me = await sign_in.session(tokens[0])
        seen += [sign_in, vars(sign_in), session, tokens[0]]
    assert tokens[0].refresh_token
    secrets = [
        tokens[0].access_token.get_secret_value(),
        tokens[0].refresh_token.get_secret_value(),
        vars(flow)["_pkce"].verifier.get_secret_value(),
        parse_qs(urlsplit(back).query)["code"][0],
        me.email,
    ]
    assert "/oauth/token" in caplog.text
    assert all(secret not in f"{caplog.text} {seen!r}" for secret in secrets)


@pytest.mark.parametrize(
    "step",
    [
        (issuer_http, "_encoded"),
        (issuer_http, "clean"),
        (oauth, "_refusal"),
        (oauth, "Tokens"),
        (browser_flow, "checked"),
        (sign_in_module, "_OneToken"),
        (sign_in_module, "Session"),
    ],
)
async def test_a_crash_at_any_step_tells_nothing_secret(
    clerk: Emulator, server: str, monkeypatch: pytest.MonkeyPatch, step: tuple[ModuleType, str]
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    async with await SignIn.at(server) as sign_in, sign_in.browser() as flow:
        back = (await browse(flow.url, follow=False)).headers["location"]
        await browse(back)
        monkeypatch.setattr(*step, crash)
        with pytest.raises(RuntimeError) as caught:
            await sign_in.session(await flow.tokens())
    text = "".join(traceback.format_exception(caught.value)) + told(caught.value)
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert "a fault of ours" in text
    assert not any(secret in text for secret in (code, vars(flow)["_pkce"].verifier.get_secret_value(), "eyJ", "@"))


def vars_of(value: object) -> object:
    return getattr(value, "__dict__", value)


async def browse_silently(url: str) -> None:
    """As a browser does it, which is no part of this process."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
    await reader.read()
    writer.close()


def server_with(**identity: object) -> Server:
    usual: dict[str, object] = {"kind": "oidc", "issuer": "https://id.example.com", "client_id": "the-client"}
    return Server(name="A", version="1", identity=Identity.model_validate(usual | identity), payments="none")


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        ({"kind": "none"}, "no_accounts"),
        ({"kind": "local"}, "no_accounts"),
        ({"kind": "telepathy"}, "unknown_kind"),
        ({"issuer": None}, "insecure_issuer"),
        ({"issuer": "http://id.example.com"}, "insecure_issuer"),
        ({"issuer": "http://10.0.0.1"}, "insecure_issuer"),
        ({"issuer": "https://ana@id.example.com"}, "insecure_issuer"),
        ({"client_id": None}, "insecure_issuer"),
        ({"client_id": "a client"}, "insecure_issuer"),
        ({"scopes": ("openid everything",)}, "insecure_issuer"),
        ({"issuer": "http://127.0.0.1:22"}, "loopback"),
        ({"issuer": "https://localhost:8443"}, "loopback"),
    ],
)
def test_ways_that_cannot_betrusted_issuer(identity: dict[str, object], code: str) -> None:
    with pytest.raises(errors.SignInFailed) as caught:
        trusted_issuer("https://learn.example.com", server_with(**identity))
    assert caught.value.code == code
    assert "learn.example.com" in caught.value.sentence


def test_a_server_on_this_computer_may_trust_an_issuer_anywhere() -> None:
    for issuer in ("http://127.0.0.1:9000", "https://localhost:8443", "https://id.example.com"):
        assert trusted_issuer("http://127.0.0.1:8000", server_with(issuer=issuer)) == (issuer, "the-client")


@pytest.mark.parametrize("origin", ["http://learn.example.com", "https://learn.example.com/x", "nonsense", ""])
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
