"""Courses, as admins list and open them."""

from uuid import UUID

from fastapi import Request, Response

from api_client.models import Page
from api_client.models.admin import AdminCourse, AdminOutline
from backend.admin_visit import AdminRoute, inspecting
from backend.answers import answer
from backend.parameters import Cursor, Limit, Words, words
from backend.problems import not_found
from backend.queries.admin.courses import page_of_admin_courses
from backend.queries.admin.outline import admin_outline
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router

router = new_router("Admin: courses", AdminRoute)


@router.get(
    "/v1/admin/courses",
    response_model=Page[AdminCourse],
    responses=unchanged() | errors(401, 403, 422, 503),
    openapi_extra=SIGNED_IN,
)
def list_admin_courses(request: Request, q: Words = "", limit: Limit = 50, cursor: Cursor = None) -> Response:
    """A page of all courses, by name."""
    with inspecting(request) as visit:
        page = page_of_admin_courses(visit.connection, words=words(q), limit=limit, after=cursor)
    return answer(request, visit.viewer, page)


@router.get(
    "/v1/admin/courses/{course_id}",
    response_model=AdminOutline,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def get_admin_course(request: Request, course_id: UUID) -> Response:
    """One course with everything in it, private sections and lessons too."""
    with inspecting(request) as visit:
        outline = admin_outline(visit.connection, course_id)
    if outline is None:
        raise not_found("course")
    return answer(request, visit.viewer, outline)
