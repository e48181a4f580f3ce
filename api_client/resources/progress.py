"""Marking lessons complete and incomplete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from api_client.errors import ServerFailed
from api_client.models import CompletionBatch, CompletionItem, CompletionResult, CompletionResults

if TYPE_CHECKING:
    from api_client.client import Client

_RESULTS = TypeAdapter(CompletionResults)


class Completions:
    """The calls under `/v1/completions`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def send(self, items: list[CompletionItem]) -> list[CompletionResult]:
        """Send a batch, at most 1,000; one result for each item, in order. The same batch may be sent again."""
        body = CompletionBatch(items=items).model_dump_json()
        answer = await self._client.send("POST", "/v1/completions", _RESULTS, body, repeatable=True)
        if [result.lesson_id for result in answer.items] != [item.lesson_id for item in items]:
            raise ServerFailed("The server's answer is about other lessons than the ones sent.", code="malformed")
        return answer.items
