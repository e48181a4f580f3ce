"""Courses as documents: exported, imported, and replaced as a whole."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from fastapi import Request, Response
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from api_client.models.admin import AdminOutline, CourseDocument, DocumentPlan
from backend.admin_visit import AdminRoute, administering, inspecting
from backend.answers import answer
from backend.body_limit import MEBIBYTE
from backend.course_document.exported import exported
from backend.course_document.plan import Plan, plan
from backend.course_document.told import told
from backend.parameters import DryRun
from backend.preconditions import check_version, require_precondition
from backend.problems import Refusal, invalid, invalid_for, not_found
from backend.queries.admin.course_document import carry_out, lost_completions, taken_places
from backend.queries.admin.locking import locked_course
from backend.queries.admin.outline import admin_outline
from backend.queries.admin.rows import course_rows
from backend.routes.described import FOR_A_VERSION, SIGNED_IN, errors, unchanged
from backend.routes.router import new_router


class DocumentRoute(AdminRoute):
    """A route that takes a whole course."""

    max_body = 16 * MEBIBYTE


router = new_router("Admin: documents", DocumentRoute)

_NAMED = 5
"""Places that an error names at most."""


@router.get(
    "/v1/admin/courses/{course_id}/export",
    response_model=CourseDocument,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def export_course(request: Request, course_id: UUID) -> Response:
    """A course as a document, exactly as it is stored: sent back, it changes nothing."""
    with inspecting(request) as visit:
        rows = course_rows(visit.connection, course_id)
    if rows is None:
        raise not_found("course")
    return answer(request, visit.viewer, exported(rows))


@router.put(
    "/v1/admin/courses/{course_id}",
    response_model=AdminOutline | DocumentPlan,
    responses=errors(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=FOR_A_VERSION,
)
def replace_course(request: Request, course_id: UUID, body: CourseDocument, dry_run: DryRun = False) -> Response:
    """Make a course what the document says; the course as it is then, or with `dryRun` what would change.

    What has no id, or one that nothing has, is created; what is missing is deleted if `deleted` names it, and refused
    else. Only what differs from what is stored must be valid.
    """
    if body.id not in (None, course_id):
        raise invalid("/id", "This document is another course's.")
    require_precondition(request)
    with inspecting(request) if dry_run else administering(request) as visit:
        if not dry_run:
            locked_course(visit.connection, course_id)
        rows = course_rows(visit.connection, course_id)
        if rows is None:
            raise not_found("course")
        check_version(request, rows.version)
        document = _applied(visit.connection, plan(body, course_id, rows), dry_run=dry_run)
    return answer(request, visit.viewer, document)


@router.post(
    "/v1/admin/import",
    status_code=201,
    response_model=AdminOutline,
    responses={200: {"model": DocumentPlan, "description": "With `dryRun`."}} | errors(401, 403, 409, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
def import_course(request: Request, body: CourseDocument, dry_run: DryRun = False) -> Response:
    """Make a course from a document; with `dryRun`, say what would be made. Where it gives ids, they are taken over."""
    with inspecting(request) if dry_run else administering(request) as visit:
        if body.id is not None and course_rows(visit.connection, body.id) is not None:
            raise Refusal(409, "id_taken", f"There is a course {body.id} already. Replace it, or import without ids.")
        document = _applied(visit.connection, plan(body, body.id or uuid4(), None), dry_run=dry_run)
    return answer(request, visit.viewer, document, 200 if dry_run else 201)


def _applied(connection: Connection, planned: Plan, *, dry_run: bool) -> dict[str, Any]:
    """The course as it becomes, or what it would take. Raises 422 with every fault, 409 where ids are taken."""
    if planned.faults.found:
        raise invalid_for(planned.faults.found)
    if taken := taken_places(connection, planned):
        raise Refusal(409, "id_taken", _of_another_course(taken))
    if dry_run:
        return told(planned, lost_completions(connection, planned.lessons.deleted))
    try:
        carry_out(connection, planned)
    except IntegrityError:  # another import takes these ids, or the web application deletes a section
        detail = "Somebody made or deleted some of these sections and lessons at this moment. Read the course again."
        raise Refusal(409, "conflict", detail) from None
    outline = admin_outline(connection, planned.course_id)
    assert outline
    return outline


def _of_another_course(places: Sequence[str]) -> str:
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    return f"Another course has the ids at {', '.join(places[:_NAMED])}{more}. Leave them out, and new ones are made."
