"""Users, their role, and what they have access to."""

from uuid import UUID

from fastapi import Request, Response

from api_client.models import Page
from api_client.models.admin import AdminUser, AdminUserDetail, UserPatch
from backend.admin_visit import AdminRoute, administering, inspecting
from backend.answers import answer
from backend.parameters import Cursor, Limit, Words, words
from backend.preconditions import check_version
from backend.problems import PRIVATE, not_found
from backend.queries.admin.user_writing import change_role, grant_by_hand, held_for_role, revoke_by_hand
from backend.queries.admin.users import admin_user, page_of_users, user_version
from backend.queries.admin.writing import find
from backend.routes.described import CONDITIONAL, SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.tables import users

router = new_router("Admin: users", AdminRoute)


@router.get(
    "/v1/admin/users",
    response_model=Page[AdminUser],
    responses=unchanged() | errors(401, 403, 422, 503),
    openapi_extra=SIGNED_IN,
)
def list_users(request: Request, q: Words = "", limit: Limit = 50, cursor: Cursor = None) -> Response:
    """A page of all users, by name, also of those who were deleted; words are looked for in name and e-mail address."""
    with inspecting(request) as visit:
        page = page_of_users(visit.connection, words=words(q), limit=limit, after=cursor)
    return answer(request, visit.viewer, page)


@router.get(
    "/v1/admin/users/{user_id}",
    response_model=AdminUserDetail,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def get_user(request: Request, user_id: UUID) -> Response:
    """One user, with every course that they have access to, and why."""
    with inspecting(request) as visit:
        user = admin_user(visit.connection, user_id)
    if user is None:
        raise not_found("user")
    return answer(request, visit.viewer, user)


@router.patch(
    "/v1/admin/users/{user_id}",
    response_model=AdminUserDetail,
    responses=errors(401, 403, 404, 409, 412, 413, 422, 503),
    openapi_extra=CONDITIONAL,
)
def change_user(request: Request, user_id: UUID, body: UserPatch) -> Response:
    """Change a user's role. Somebody must stay an admin."""
    with administering(request, held_for_role(user_id)) as visit:
        row = find(visit.connection, users, user_id)
        if row is None:
            raise not_found("user")
        check_version(request, user_version(row))
        change_role(visit.connection, row, body.role)
        user = admin_user(visit.connection, user_id)
    return answer(request, visit.viewer, user)


@router.put(
    "/v1/admin/users/{user_id}/courses/{course_id}",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 409, 503),
    openapi_extra=SIGNED_IN,
)
def grant_access(request: Request, user_id: UUID, course_id: UUID) -> Response:
    """Give a user access to a course by hand; also where they have it already, by a purchase."""
    with administering(request, users.c.id == user_id) as visit:
        grant_by_hand(visit.connection, user_id, course_id)
    return Response(status_code=204, headers=PRIVATE)


@router.delete(
    "/v1/admin/users/{user_id}/courses/{course_id}",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def revoke_access(request: Request, user_id: UUID, course_id: UUID) -> Response:
    """Take a user's access to a course away, whatever gave it; also where they have none. Completions stay."""
    with administering(request, users.c.id == user_id) as visit:
        revoke_by_hand(visit.connection, user_id, course_id)
    return Response(status_code=204, headers=PRIVATE)
