"""Sections, as admins make, change and delete them."""

from uuid import UUID

from fastapi import Request, Response

from api_client.models.admin import SectionCreate, SectionFields, SectionPatch
from backend.admin_visit import AdminRoute, administering
from backend.answers import answer
from backend.preconditions import check_version
from backend.problems import PRIVATE
from backend.queries.admin.documents import section_document
from backend.queries.admin.locking import locked_course, locked_section
from backend.queries.admin.writing import change, create_last, remove
from backend.routes.described import CONDITIONAL, SIGNED_IN, errors
from backend.routes.router import new_router
from backend.tables import course_sections
from backend.versions import row_version

router = new_router("Admin: sections", AdminRoute)


@router.post(
    "/v1/admin/courses/{course_id}/sections",
    status_code=201,
    response_model=SectionFields,
    responses=errors(401, 403, 404, 409, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
def create_section(request: Request, course_id: UUID, body: SectionCreate) -> Response:
    """Add a section; it goes last. With the same `id`, the same request again changes nothing."""
    values = {"name": body.name, "status": body.status, "courseId": course_id}
    with administering(request) as visit:
        locked_course(visit.connection, course_id)
        row = create_last(visit.connection, course_sections, "courseId", body.id, values)
    return answer(request, visit.viewer, section_document(row, row_version(row)), 201)


@router.patch(
    "/v1/admin/sections/{section_id}",
    response_model=SectionFields,
    responses=errors(401, 403, 404, 412, 413, 422, 503),
    openapi_extra=CONDITIONAL,
)
def change_section(request: Request, section_id: UUID, body: SectionPatch) -> Response:
    """Change a section's name or visibility."""
    with administering(request) as visit:
        row = locked_section(visit.connection, section_id)
        check_version(request, row_version(row))
        row = change(visit.connection, course_sections, row, body.model_dump(exclude_unset=True))
    return answer(request, visit.viewer, section_document(row, row_version(row)))


@router.delete(
    "/v1/admin/sections/{section_id}",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 412, 503),
    openapi_extra=CONDITIONAL,
)
def delete_section(request: Request, section_id: UUID) -> Response:
    """Delete a section with its lessons, and what learners completed of them."""
    with administering(request) as visit:
        row = locked_section(visit.connection, section_id)
        check_version(request, row_version(row))
        remove(visit.connection, course_sections, row.id)
    return Response(status_code=204, headers=PRIVATE)
