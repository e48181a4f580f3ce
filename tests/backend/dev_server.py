"""The server of `serve --dev`, in this process and on a real port."""

from __future__ import annotations

import re
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING, Any

import httpx

from backend.dev_server import CLIENT, IDENTITY_PATH, dev_app
from tests.clerk.client import PlainClient, answer
from tests.clerk.serving import HOST, Serving

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send


class DevServer:
    """The server, which can be stopped and started again on its port and folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._app: ASGIApp | None = None
        self._serving = Serving(self._answer)
        self.host = f"{HOST}:{self._serving.port}"
        self.origin = f"http://{self.host}"

    @contextmanager
    def started(self) -> Generator[None]:
        """Runs for a while."""
        with dev_app(self.folder, self.origin) as self._app, self._serving:
            yield

    def close(self) -> None:
        """Give the port back."""
        self._serving.close()

    def http(self) -> httpx.Client:
        """A browser, or anything else with cookies that follows no redirect."""
        return httpx.Client(base_url=self.origin, trust_env=False, timeout=30)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app
        await self._app(scope, receive, send)


def identity_client(server: DevServer, http: httpx.Client) -> PlainClient:
    """A program that signs people in there."""
    http.base_url = httpx.URL(f"{server.origin}{IDENTITY_PATH}/")
    return PlainClient(http, CLIENT.id)


class Form:
    """The form of a page."""

    def __init__(self, page: httpx.Response) -> None:
        assert page.status_code == 200, page.text
        found = re.search(r'<form method="post" action="([^"]*)"', page.text)
        assert found, page.text
        self.action = unescape(found[1])
        fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)
        self.fields: dict[str, str] = {name: unescape(text) for name, text in fields}

    def send(self, http: httpx.Client, **chosen: str) -> httpx.Response:
        """Press one of its buttons, or change what it says."""
        return http.post(self.action, data=self.fields | chosen)


def sign_in(client: PlainClient, subject: str, resource: str) -> dict[str, Any]:
    """The token response, by the page."""
    page = client.authorize(resource=resource, scope="openid profile email offline_access")
    brought = answer(Form(page).send(client.http, subject=subject))
    assert brought["state"] == client.state
    return client.exchange(brought["code"]).json()
