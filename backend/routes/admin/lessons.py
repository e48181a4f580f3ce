"""Lessons, as admins make, read, change and delete them."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api_client.models.admin import AdminLesson, LessonCreate, LessonPatch
from backend.admin_visit import AdminRoute, administering, inspecting
from backend.answers import answer
from backend.preconditions import check_version
from backend.problems import PRIVATE, not_found
from backend.queries.admin.counts import completion_count
from backend.queries.admin.documents import lesson_document
from backend.queries.admin.locking import locked_lesson, locked_section
from backend.queries.admin.writing import change, create_last, find, remove
from backend.routes.described import CONDITIONAL, SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.statement import AnyRow
from backend.tables import lessons
from backend.versions import row_version
from backend.viewer import Visit

router = new_router("Admin: lessons", AdminRoute)


@router.post(
    "/v1/admin/sections/{section_id}/lessons",
    status_code=201,
    response_model=AdminLesson,
    responses=errors(401, 403, 404, 409, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
def create_lesson(request: Request, section_id: UUID, body: LessonCreate) -> Response:
    """Add a lesson; it goes last in its section. With the same `id`, the same request again changes nothing."""
    values = {
        "name": body.name,
        "description": body.description,
        "youtubeVideoId": body.youtube_video_id,
        "status": body.status,
        "sectionId": section_id,
    }
    with administering(request) as visit:
        locked_section(visit.connection, section_id)
        row = create_last(visit.connection, lessons, "sectionId", body.id, values)
        document = _document(visit, row)
    return answer(request, visit.viewer, document, 201)


@router.get(
    "/v1/admin/lessons/{lesson_id}",
    response_model=AdminLesson,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def get_admin_lesson(request: Request, lesson_id: UUID) -> Response:
    """One lesson, whatever its visibility."""
    with inspecting(request) as visit:
        row = find(visit.connection, lessons, lesson_id)
        if row is None:
            raise not_found("lesson")
        document = _document(visit, row)
    return answer(request, visit.viewer, document)


@router.patch(
    "/v1/admin/lessons/{lesson_id}",
    response_model=AdminLesson,
    responses=errors(401, 403, 404, 412, 413, 422, 503),
    openapi_extra=CONDITIONAL,
)
def change_lesson(request: Request, lesson_id: UUID, body: LessonPatch) -> Response:
    """Change a lesson's name, description, video or visibility."""
    with administering(request) as visit:
        row = locked_lesson(visit.connection, lesson_id)
        check_version(request, row_version(row))
        row = change(visit.connection, lessons, row, body.model_dump(exclude_unset=True))
        document = _document(visit, row)
    return answer(request, visit.viewer, document)


@router.delete(
    "/v1/admin/lessons/{lesson_id}",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 412, 503),
    openapi_extra=CONDITIONAL,
)
def delete_lesson(request: Request, lesson_id: UUID) -> Response:
    """Delete a lesson, and what learners completed of it."""
    with administering(request) as visit:
        row = locked_lesson(visit.connection, lesson_id)
        check_version(request, row_version(row))
        remove(visit.connection, lessons, row.id)
    return Response(status_code=204, headers=PRIVATE)


def _document(visit: Visit, row: AnyRow) -> dict[str, Any]:
    return lesson_document(row, completion_count(visit.connection, row.id), row_version(row))
