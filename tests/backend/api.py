"""The API as a test calls it: in process, as any viewer."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
from fastapi.routing import APIRoute
from pydantic import SecretStr, TypeAdapter

from backend.app import create_app
from backend.identity.refusals import refused
from tests.clerk.deliveries import WEBHOOK_SECRET

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.requests import Request

    from backend.database import Database
    from backend.payments.provider import PaymentProvider

Params = dict[str, str | int]


def app_for_tests(database: Database, payments: PaymentProvider | None = None) -> FastAPI:
    """The app; a test says who it is, as `Api` does: the token is the user's id."""
    secret = SecretStr(WEBHOOK_SECRET)
    return create_app(database, identify=_identify, name="Test", webhook_secret=secret, payments=payments)


def _identify(request: Request) -> UUID | None:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        return UUID(token) if token else None
    except ValueError:
        raise refused("it is no id of a user") from None


def bearer_of(viewer: UUID) -> dict[str, str]:
    """The headers of a viewer's requests to `app_for_tests`."""
    return {"Authorization": f"Bearer {viewer}"}


class Api:
    """Requests of any viewer; None is an anonymous one."""

    def __init__(self, app: FastAPI, credentials: Callable[[UUID], dict[str, str]] = bearer_of) -> None:
        self.app = app
        self._credentials = credentials
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://syllabus.test",
            headers={"accept-encoding": "identity"},
        )

    async def request(
        self,
        method: str,
        path: str,
        viewer: UUID | None = None,
        *,
        params: Params | None = None,
        headers: dict[str, str] | None = None,
        json: object = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """`json` is sent in ASCII, so that it can hold a lone surrogate; `content` is sent as JSON as it is."""
        sent = self._credentials(viewer) if viewer else {}
        if json is not None:
            content = dumps(json).encode()
        if content is not None:
            sent["content-type"] = "application/json"
        response = await self.client.request(
            method, path, headers=sent | (headers or {}), params=params, content=content
        )
        self._compare(response)
        return response

    def _compare(self, response: httpx.Response) -> None:
        """A document is exactly what its model makes of it: every field, in order, written in the same way."""
        if response.status_code not in (200, 201) or not response.content:
            return
        for route in self.app.routes:
            if not isinstance(route, APIRoute) or response.request.method not in (route.methods or ()):
                continue
            if route.response_model and route.path_regex.match(response.request.url.path):
                other = route.responses.get(response.status_code, {}).get("model")
                model: TypeAdapter[Any] = TypeAdapter(other or route.response_model)
                assert model.dump_json(model.validate_json(response.content)) == response.content

    async def get(
        self,
        path: str,
        viewer: UUID | None = None,
        params: Params | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        return await self.request("GET", path, viewer, params=params, headers=headers)

    async def json(self, path: str, viewer: UUID | None = None, **params: str | int) -> Any:  # noqa: ANN401  # JSON
        """The document of a successful GET."""
        response = await self.get(path, viewer, params or None)  # {} would drop the path's own query
        assert response.status_code == 200, response.text
        return response.json()

    async def pages(self, path: str, viewer: UUID | None = None, **params: str | int) -> list[list[Any]]:
        """The items of every page of a list."""
        pages: list[list[Any]] = []
        while True:
            page = await self.json(path, viewer, **params)
            pages.append(page["items"])
            if page["nextCursor"] is None:
                return pages
            params["cursor"] = page["nextCursor"]

    async def items(self, path: str, viewer: UUID | None = None, **params: str | int) -> list[Any]:
        """All items of a list."""
        return [item for page in await self.pages(path, viewer, **params) for item in page]
