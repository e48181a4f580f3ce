"""What others see of a course, and why."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from api_client.models import Outline
from api_client.models.admin import Why
from backend import rules
from backend.admin_visit import AdminRoute, inspecting
from backend.answers import answer
from backend.problems import Refusal, not_found
from backend.queries.admin.why import why
from backend.queries.admin.writing import find
from backend.queries.outline import outline
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.tables import courses, users
from backend.viewer import ANONYMOUS, Viewer, Visit

router = new_router("Admin: what others see", AdminRoute)

Role = Literal["visitor", "learner"]


@router.get(
    "/v1/admin/courses/{course_id}/outline",
    response_model=Outline,
    responses=unchanged() | errors(401, 403, 404, 422, 503),
    openapi_extra=SIGNED_IN,
)
def get_outline_as(
    request: Request,
    course_id: UUID,
    viewer: Annotated[
        Role | UUID,
        Query(
            alias="as",
            description="`visitor`: not signed in; `learner`: with access, and nothing completed; or a user's id.",
        ),
    ],
) -> Response:
    """The outline that such a viewer gets; 404 `not_visible` where they get none."""
    with inspecting(request) as visit:
        if find(visit.connection, courses, course_id) is None:
            raise not_found("course")
        who = _user(visit, viewer) if isinstance(viewer, UUID) else ANONYMOUS
        access = rules.assumed_access if viewer == "learner" else rules.has_access
        seen = outline(visit.connection, who, course_id, access)
        if seen is None:
            raise _not_visible("The course is in no public product, and they have no access to it.")
    return answer(request, visit.viewer, seen)


@router.get(
    "/v1/admin/lessons/{lesson_id}/why",
    response_model=Why,
    responses=unchanged() | errors(401, 403, 404, 422, 503),
    openapi_extra=SIGNED_IN,
)
def get_why(
    request: Request,
    lesson_id: UUID,
    user: Annotated[UUID | None, Query(description="The user's id; without one, who is not signed in.")] = None,
) -> Response:
    """Whether a viewer sees a lesson, and the rules that make it so."""
    with inspecting(request) as visit:
        document = why(visit.connection, lesson_id, user)
    if document is None:
        raise not_found("lesson")
    return answer(request, visit.viewer, document)


def _user(visit: Visit, user_id: UUID) -> Viewer:
    """The user as a viewer; raises 404 where there is none, or none any more."""
    row = find(visit.connection, users, user_id)
    if row is None:
        raise not_found("user")
    if row.deletedAt is not None:
        raise _not_visible("This account was deleted: it is refused everywhere.")
    return Viewer(row.id)


def _not_visible(detail: str) -> Refusal:
    return Refusal(404, "not_visible", detail)
