"""The order of a course, put as a whole."""

from uuid import UUID

from fastapi import Request, Response

from api_client.models.admin import AdminOutline, OrderRequest
from backend.admin_visit import AdminRoute, administering
from backend.answers import answer
from backend.preconditions import check_version, require_precondition
from backend.queries.admin.locking import locked_course
from backend.queries.admin.order import order_of, store_order, wanted_order
from backend.queries.admin.outline import outline_of
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
    with administering(request) as visit:
        connection = visit.connection
        rows = rows_below(connection, locked_course(connection, course_id))
        order = wanted_order(connection, body)
        if order != order_of(rows):
            check_version(request, rows.version)
            check_permutation(rows, order)
        document = outline_of(connection, store_order(connection, rows, order))
    return answer(request, visit.viewer, document)
