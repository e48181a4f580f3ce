"""The browser's part of a sign-in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from api_client import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.auth.session import Tokens
    from api_client.auth.sign_in import SignIn


async def browse(url: str, *, follow: bool = True) -> httpx.Response:
    """What a browser gets at the end; without `follow`, where it is sent."""
    async with httpx.AsyncClient(trust_env=False, verify=False, follow_redirects=follow, timeout=30) as browser:
        return await browser.get(url)


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
