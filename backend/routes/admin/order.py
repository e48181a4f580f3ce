"""The order of a course, put as a whole."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from fastapi import Request, Response
from pydantic_core import to_json

from api_client.models.admin import AdminOutline, OrderRequest
from backend.admin_visit import AdminRoute, administering
from backend.answers import answer_json
from backend.preconditions import check_version, require_precondition
from backend.queries.admin.locking import locked_course
from backend.queries.admin.order import order_of, reordering, store_order, wanted_order
from backend.queries.admin.outline import outline_document, usage_of
from backend.queries.admin.permutation import check_permutation
from backend.queries.admin.rows import rows_below
from backend.routes.described import FOR_A_VERSION, errors
from backend.routes.router import new_router

router = new_router("Admin: order", AdminRoute)


@router.put(
    "/v1/admin/courses/{course_id}/order",
    response_model=AdminOutline,
    responses=errors(401, 403, 404, 412, 413, 422, 428, 503),
    openapi_extra=FOR_A_VERSION,
)
def order_course(request: Request, course_id: UUID, body: OrderRequest) -> Response:
    """Put all sections and lessons of a course into an order; lessons may change section.

    Exactly what the course has must be there, each once, or else nothing changes: 422 `not_a_permutation`. `If-Match`
    is compared with the outline's `version`, unless the course has this order already: a request that is repeated is
    no conflict.
    """
    require_precondition(request)
    with ThreadPoolExecutor(1) as meanwhile, administering(request) as visit:
        connection = visit.connection
        rows = rows_below(connection, locked_course(connection, course_id))
        order = wanted_order(connection, body)
        if order != order_of(rows):
            check_version(request, rows.version)
            check_permutation(rows, order)
        change, usage = reordering(rows, order), usage_of(connection, rows.course.id)
        # The answer is made while the database writes, for which its driver lets go of Python's lock.
        written = meanwhile.submit(lambda: to_json(outline_document(change.rows, usage)))
        store_order(connection, change)
    return answer_json(request, visit.viewer, written.result())
