"""Marking lessons complete and incomplete."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from api_client.models.base import Request, RequestTime, Response, UtcTime, word


class CompletionTime(Request):
    """The optional body of a completion: when it was done, for work done offline. Later than now is taken as now."""

    completed_at: RequestTime | None = None


class Completion(Response):
    """A lesson that is complete. Repeating it keeps the first time."""

    lesson_id: UUID
    completed_at: UtcTime


class CompletionItem(Request):
    """One change of a batch."""

    lesson_id: UUID
    completed: StrictBool
    at: RequestTime


class CompletionBatch(Request):
    """Changes that are applied in order, in one transaction; one that is refused fails no other."""

    items: Annotated[list[CompletionItem], Field(max_length=1000)]


class CompletionResult(Response):
    """What became of one change."""

    lesson_id: UUID
    status: Annotated[str, word("applied", "no_access", "not_found", "invalid")]
    completed_at: UtcTime | None


class CompletionResults(Response):
    """One result for each change of the batch, in its order."""

    items: list[CompletionResult]
