"""Finding courses, lessons and products by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import TypeAdapter

from api_client.models import SearchHit, SearchHits

if TYPE_CHECKING:
    from api_client.client import Client

_HITS = TypeAdapter(SearchHits)


class Search:
    """The calls under `/v1/search`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def find(self, words: str) -> list[SearchHit]:
        """What matches all the words, best first."""
        answer = await self._client.get("/v1/search?" + urlencode({"q": words}), _HITS)
        return answer.value.items if answer.value else []
