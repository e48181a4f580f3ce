"""Typed calls to the backend: each returns models of the contract, or raises ApiError."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from api_client.documents import is_admins, is_public
from api_client.errors import ServerFailed
from api_client.models import Lesson, Me, Outline, Page, Product, Progress, Purchase, Server

if TYPE_CHECKING:
    from api_client.documents import Document
    from api_client.resources.admin.admin import Admin
    from api_client.resources.courses import Courses
    from api_client.resources.progress import Completions
    from api_client.resources.search import Search
    from api_client.resources.shop import Shop
    from api_client.transport import Method, Transport

T = TypeVar("T")

_DOCUMENTS: dict[str, TypeAdapter[Any]] = {
    "outline": TypeAdapter(Outline),
    "lesson": TypeAdapter(Lesson),
    "progress": TypeAdapter(Progress),
    "products": TypeAdapter(tuple[Product, ...]),
    "purchases": TypeAdapter(tuple[Purchase, ...]),
    "me": TypeAdapter(Me),
    "server": TypeAdapter(Server),
}
_PAGES: dict[str, TypeAdapter[Page[Any]]] = {
    "products": TypeAdapter(Page[Product]),
    "purchases": TypeAdapter(Page[Purchase]),
}


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What the server said."""

    value: T | None
    """None: what the caller has, with the ETag that it sent, is still so."""
    text: str
    """The value as JSON, cleaned unless it was asked for exactly."""
    etag: str | None


def decode(adapter: TypeAdapter[T], text: str) -> T:
    """The value of a JSON text. Raises ServerFailed where it breaks the contract; the text itself is not quoted."""
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise ServerFailed("The server's answer cannot be understood.", code="malformed") from error


def document_adapter(document: Document[T]) -> TypeAdapter[T]:
    """What decodes a document. The catalog is none: it comes in pages."""
    if is_admins(document):
        from api_client.resources.admin.cached import ADAPTERS

        return cast("TypeAdapter[T]", ADAPTERS[document.kind])
    return cast("TypeAdapter[T]", _DOCUMENTS[document.kind])


def page_adapter(document: Document[Any]) -> TypeAdapter[Page[Any]]:
    """What decodes a page of a document that is a list."""
    if is_admins(document):
        from api_client.resources.admin.cached import PAGES

        return PAGES[document.kind]
    return _PAGES[document.kind]


class Client:
    """The backend's calls, by resource."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def read(self, document: Document[T], etag: str | None = None) -> Answer[T]:
        """One document of `documents` that comes at once: neither the catalog nor a list."""
        adapter, exact = document_adapter(document), is_admins(document)
        return await self.get(document.path, adapter, etag, public=is_public(document), exact=exact)

    @cached_property
    def courses(self) -> Courses:
        """Courses in pages, and their lessons at once."""
        from api_client.resources.courses import Courses

        return Courses(self)

    @cached_property
    def completions(self) -> Completions:
        """Marking lessons."""
        from api_client.resources.progress import Completions

        return Completions(self)

    @cached_property
    def search(self) -> Search:
        """Finding by words."""
        from api_client.resources.search import Search

        return Search(self)

    @cached_property
    def shop(self) -> Shop:
        """Buying."""
        from api_client.resources.shop import Shop

        return Shop(self)

    @cached_property
    def admin(self) -> Admin:
        """What admins alone may do."""
        from api_client.resources.admin.admin import Admin

        return Admin(self)

    async def get(
        self,
        path: str,
        adapter: TypeAdapter[T],
        etag: str | None = None,
        *,
        public: bool = False,
        exact: bool = False,
    ) -> Answer[T]:
        """GET a path and decode what comes; `public` and `exact` as for Transport.send."""
        response = await self._transport.send("GET", path, etag=etag, public=public, exact=exact)
        if response.not_modified:
            return Answer(None, "", etag)
        return Answer(decode(adapter, response.text), response.text, response.etag)

    async def send(
        self,
        method: Method,
        path: str,
        adapter: TypeAdapter[T],
        body: str,
        *,
        if_match: str | None = None,
        repeatable: bool | None = None,
        exact: bool = False,
    ) -> T:
        """Send a body of JSON and decode the answer; the rest as for Transport.send."""
        response = await self._transport.send(
            method, path, body=body, if_match=if_match, repeatable=repeatable, exact=exact
        )
        return decode(adapter, response.text)

    async def tell(self, method: Method, path: str, *, if_match: str | None = None) -> None:
        """Send a request without a body, whose answer says nothing more than that it was done."""
        await self._transport.send(method, path, if_match=if_match)
