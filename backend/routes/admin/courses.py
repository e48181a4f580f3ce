"""Courses, as admins list and open them."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response

from api_client.models import Page
from api_client.models.admin import AdminCourse, AdminOutline, CourseCreate, CoursePatch
from backend.admin_visit import AdminRoute, administering, inspecting
from backend.answers import answer
from backend.parameters import Cursor, Limit, Words, words
from backend.preconditions import check_version
from backend.problems import PRIVATE, Refusal, not_found
from backend.queries.admin.courses import admin_course, page_of_admin_courses
from backend.queries.admin.locking import locked_course
from backend.queries.admin.outline import admin_outline
from backend.queries.admin.products_of import products_by_course
from backend.queries.admin.rows import rows_below
from backend.queries.admin.writing import change, create, remove
from backend.quoted import quoted
from backend.routes.described import CONDITIONAL, SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.tables import courses
from backend.versions import row_version

router = new_router("Admin: courses", AdminRoute)

_NAMED = 10
"""Products that a refusal names."""


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


@router.post(
    "/v1/admin/courses",
    status_code=201,
    response_model=AdminCourse,
    responses=errors(401, 403, 409, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
def create_course(request: Request, body: CourseCreate) -> Response:
    """Add a course. With the same `id`, the same request again changes nothing."""
    values = {"name": body.name, "description": body.description}
    with administering(request) as visit:
        row = create(visit.connection, courses, body.id, values)
        document = admin_course(visit.connection, row.id)
    return answer(request, visit.viewer, document, 201)


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


@router.patch(
    "/v1/admin/courses/{course_id}",
    response_model=AdminCourse,
    responses=errors(401, 403, 404, 412, 413, 422, 503),
    openapi_extra=CONDITIONAL,
)
def change_course(request: Request, course_id: UUID, body: CoursePatch) -> Response:
    """Change a course's name or description. `If-Match` is compared with its `rowVersion`."""
    with administering(request) as visit:
        row = locked_course(visit.connection, course_id)
        check_version(request, row_version(row))
        change(visit.connection, courses, row, body.model_dump(exclude_unset=True))
        document = admin_course(visit.connection, course_id)
    return answer(request, visit.viewer, document)


@router.delete(
    "/v1/admin/courses/{course_id}",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 409, 412, 503),
    openapi_extra=CONDITIONAL,
)
def delete_course(request: Request, course_id: UUID) -> Response:
    """Delete a course with everything in it, and what learners have of it. One that is in a product stays: 409.

    `If-Match` may have the outline's `version`, or the `rowVersion`.
    """
    with administering(request) as visit:
        rows = rows_below(visit.connection, locked_course(visit.connection, course_id, to_delete=True))
        check_version(request, rows.version, row_version(rows.course))
        if products := products_by_course(visit.connection, [rows.course.id])[rows.course.id]:
            raise _in_product([str(product["name"]) for product in products])
        remove(visit.connection, courses, course_id)
    return Response(status_code=204, headers=PRIVATE)


def _in_product(names: Sequence[str]) -> Refusal:
    shown = ", ".join(quoted(name) for name in names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    detail = f"The course is in {shown}{more}. Take it out of the product first."
    return Refusal(409, "course_in_product", detail)
