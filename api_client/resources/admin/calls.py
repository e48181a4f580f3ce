"""What the admin's calls have in common: exact texts, ids made here, bodies checked before they are sent."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote
from uuid import uuid4

from api_client.errors import NotFound
from api_client.resources.admin.body import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel, TypeAdapter

    from api_client.client import Answer, Client
    from api_client.transport import Method

T = TypeVar("T")


class AdminCalls:
    """Calls under `/v1/admin`; each raises ApiError."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.wrote = False
        """Something was sent that may have changed what the server has, whatever came of it."""

    async def get(self, path: str, adapter: TypeAdapter[T]) -> T:
        """What is at a path."""
        answer = await self.read(path, adapter)
        assert answer.value is not None  # no ETag was sent
        return answer.value

    async def read(self, path: str, adapter: TypeAdapter[T], etag: str | None = None) -> Answer[T]:
        """What is at a path, or that it is still so."""
        return await self._client.get(path, adapter, etag, exact=True)

    async def create(
        self,
        path: str,
        adapter: TypeAdapter[T],
        model: type[BaseModel],
        fields: Mapping[str, object],
        new_id: str | None,
    ) -> T:
        """POST what is to be created, with an id made here: it may be sent twice, and is created once."""
        body = checked(model, {**fields, "id": new_id or str(uuid4())})
        return await self.write("POST", path, adapter, body, repeatable=True)

    async def change(
        self,
        path: str,
        adapter: TypeAdapter[T],
        model: type[BaseModel],
        fields: Mapping[str, object],
        if_match: str | None,
    ) -> T:
        """PATCH the given fields alone. Raises VersionMismatch if the resource has another version than `if_match`."""
        return await self.write("PATCH", path, adapter, checked(model, fields), if_match=if_match)

    async def write(
        self,
        method: Method,
        path: str,
        adapter: TypeAdapter[T],
        body: str,
        *,
        if_match: str | None = None,
        repeatable: bool | None = None,
    ) -> T:
        """Send a body that changes something, and decode the answer."""
        self.wrote = True
        return await self._client.send(
            method, path, adapter, body, if_match=if_match, repeatable=repeatable, exact=True
        )

    async def plan(
        self, method: Method, path: str, adapter: TypeAdapter[T], body: str, if_match: str | None = None
    ) -> T:
        """Send a body to learn what it would change; nothing is changed."""
        path = f"{path}?dryRun=true"
        return await self._client.send(method, path, adapter, body, if_match=if_match, repeatable=True, exact=True)

    async def tell(self, method: Method, path: str) -> None:
        """Change something that has no body; the answer says that it is done, and nothing more."""
        self.wrote = True
        await self._client.tell(method, path)

    async def delete(self, path: str, if_match: str | None) -> None:
        """Delete. What is gone already, perhaps by a request whose answer was lost, is no error."""
        self.wrote = True
        with suppress(NotFound):
            await self._client.tell("DELETE", path, if_match=if_match)


def part(name: str) -> str:
    """An id as a part of a path."""
    return quote(name, safe="")
