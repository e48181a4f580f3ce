"""Lists that come in pages."""

from typing import Generic, TypeVar

from api_client.models.base import Response

Item = TypeVar("Item")


class Page(Response, Generic[Item]):
    """One page; `nextCursor` is opaque, null on the last. Rows that move meanwhile may repeat: deduplicate by id."""

    items: list[Item]
    next_cursor: str | None
