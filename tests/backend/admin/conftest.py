"""An admin, and requests of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.backend.rows import catalog

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from backend.database import Database
    from tests.backend.api import Api

Json = dict[str, Any]


@dataclass
class Admin:
    """Requests of an admin, below `/v1/admin`."""

    api: Api
    id: UUID

    async def send(self, method: str, path: str, body: object = None, version: str | None = None) -> httpx.Response:
        """`version` is what If-Match names."""
        headers = {"if-match": f'"{version}"'} if version is not None else None
        return await self.api.request(method, f"/v1/admin{path}", self.id, json=body, headers=headers)

    async def done(self, method: str, path: str, body: object = None, version: str | None = None) -> Json:
        """The document of a request that succeeds."""
        answer = await self.send(method, path, body, version)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def refused(self, method: str, path: str, body: object = None, version: str | None = None) -> Json:
        """The problem of a request that is refused."""
        answer = await self.send(method, path, body, version)
        assert answer.status_code >= 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.json()

    async def outline(self, course: UUID | str) -> Json:
        return await self.done("GET", f"/courses/{course}")


@pytest.fixture
def admin(api: Api, database: Database) -> Admin:
    """An admin of the service."""
    with catalog(database) as rows:
        return Admin(api, rows.user("Ada", role="admin"))
