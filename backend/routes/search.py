"""Finding things by their words."""

from fastapi import Request, Response

from api_client.models import SearchHits
from backend.answers import answer
from backend.parameters import Words, words
from backend.queries import search as queries
from backend.routes.described import errors, unchanged
from backend.routes.router import new_router
from backend.viewer import reading

router = new_router("Search")


@router.get("/v1/search", response_model=SearchHits, responses=unchanged() | errors(401, 403, 422, 503))
def search(request: Request, q: Words) -> Response:
    """Courses, lessons and products that have every word, best first, at most 50."""
    with reading(request) as visit:
        hits = queries.search(visit.connection, visit.viewer, words(q))
    return answer(request, visit.viewer, hits)
