"""The viewer, and what they have done."""

from typing import Annotated

from fastapi import Query, Request, Response

from api_client.models import Me, Progress
from backend.answers import answer
from backend.parameters import time_zone
from backend.queries.progress import progress
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.viewer import reading

router = new_router("Me")


@router.get("/v1/me", response_model=Me, responses=unchanged() | errors(401, 403, 503), openapi_extra=SIGNED_IN)
def get_me(request: Request) -> Response:
    """The viewer."""
    with reading(request) as visit:
        viewer = visit.signed_in()
    document = {
        "id": viewer.id,
        "name": viewer.name,
        "email": viewer.email,
        "role": viewer.role,
        "imageUrl": viewer.image_url,
        "createdAt": viewer.created_at,
    }
    return answer(request, viewer, document)


@router.get(
    "/v1/progress",
    response_model=Progress,
    responses=unchanged() | errors(401, 403, 422, 503),
    openapi_extra=SIGNED_IN,
)
def get_progress(
    request: Request,
    tz: Annotated[str, Query(description="The IANA name of the time zone that decides what a day is.")] = "UTC",
) -> Response:
    """What the viewer has done, over all courses."""
    zone = time_zone(tz)
    with reading(request) as visit:
        visit.signed_in()
        document = progress(visit.connection, visit.viewer, zone)
    return answer(request, visit.viewer, document)
