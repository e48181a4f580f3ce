"""What a sign-in logs, represents and reports when it crashes."""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from api_client.auth import browser_flow, issuer_http, oauth
from api_client.auth import sign_in as sign_in_module
from api_client.auth.sign_in import SignIn
from tests.api_client.auth.flows.browsing import browse
from tests.api_client.auth.scripted import told

if TYPE_CHECKING:
    from types import ModuleType

    from tests.clerk.emulator import Emulator


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
