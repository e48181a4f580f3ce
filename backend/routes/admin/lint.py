"""Looking for mistakes in what courses and products hold."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api_client.models.admin import Findings
from backend.admin_visit import AdminRoute, inspecting
from backend.answers import answer
from backend.lint import findings
from backend.problems import not_found
from backend.queries.admin.lint import content_rows, idle_products
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router

router = new_router("Admin: lint", AdminRoute)


@router.get(
    "/v1/admin/lint",
    response_model=Findings,
    responses=unchanged() | errors(401, 403, 404, 422, 503),
    openapi_extra=SIGNED_IN,
)
def lint(
    request: Request,
    course: Annotated[
        UUID | None, Query(description="Look at this course alone, and the products that it is in.")
    ] = None,
) -> Response:
    """What is probably not meant, such as public lessons in private sections; errors first."""
    with inspecting(request) as visit:
        content = content_rows(visit.connection, course)
        if course is not None and not content:
            raise not_found("course")
        found = findings(content, idle_products(visit.connection, course))
    return answer(request, visit.viewer, {"items": found})
