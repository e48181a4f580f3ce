"""Finding courses, lessons and products by their words."""

from typing import Annotated
from uuid import UUID

from api_client.models.base import Response, word


class SearchHit(Response):
    """Something found. A locked lesson is found by its name alone and has no snippet."""

    kind: Annotated[str, word("course", "lesson", "product")]
    id: UUID
    course_id: UUID | None = None
    """The lesson's course; null for the rest."""
    name: str
    snippet: str | None


class SearchHits(Response):
    """Best first, at most 50."""

    items: list[SearchHit]
