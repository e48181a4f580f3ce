"""Products and their courses, as admins manage them."""

from uuid import UUID

from fastapi import Request, Response

from api_client.models import Page
from api_client.models.admin import AdminProduct, ProductCreate, ProductPatch
from backend.admin_visit import AdminRoute, administering, inspecting
from backend.answers import answer
from backend.parameters import Cursor, Limit, Words, words
from backend.preconditions import check_version
from backend.problems import PRIVATE, not_found
from backend.queries.admin import product_writing as writing
from backend.queries.admin.products import admin_product, page_of_admin_products, product_version
from backend.routes.described import CONDITIONAL, SIGNED_IN, errors, unchanged
from backend.routes.router import new_router

router = new_router("Admin: products", AdminRoute)


@router.get(
    "/v1/admin/products",
    response_model=Page[AdminProduct],
    responses=unchanged() | errors(401, 403, 422, 503),
    openapi_extra=SIGNED_IN,
)
def list_admin_products(request: Request, q: Words = "", limit: Limit = 50, cursor: Cursor = None) -> Response:
    """A page of all products, by name."""
    with inspecting(request) as visit:
        page = page_of_admin_products(visit.connection, words=words(q), limit=limit, after=cursor)
    return answer(request, visit.viewer, page)


@router.get(
    "/v1/admin/products/{product_id}",
    response_model=AdminProduct,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def get_admin_product(request: Request, product_id: UUID) -> Response:
    """One product, private ones too."""
    with inspecting(request) as visit:
        product = admin_product(visit.connection, product_id)
    if product is None:
        raise not_found("product")
    return answer(request, visit.viewer, product)


@router.post(
    "/v1/admin/products",
    status_code=201,
    response_model=AdminProduct,
    responses=errors(401, 403, 409, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
def create_product(request: Request, body: ProductCreate) -> Response:
    """Make a product. With the same `id`, the same request again changes nothing."""
    values = body.model_dump(exclude={"id", "course_ids"}, by_alias=True)
    with administering(request) as visit:
        product_id = writing.create_product(visit.connection, body.id, values, body.course_ids)
        product = admin_product(visit.connection, product_id)
    return answer(request, visit.viewer, product, 201)


@router.patch(
    "/v1/admin/products/{product_id}",
    response_model=AdminProduct,
    responses=errors(401, 403, 404, 412, 413, 422, 503),
    openapi_extra=CONDITIONAL,
)
def change_product(request: Request, product_id: UUID, body: ProductPatch) -> Response:
    """Change a product. `courseIds` are all its courses; what people have access to stays."""
    values = body.model_dump(exclude={"course_ids"}, exclude_unset=True, by_alias=True)
    with administering(request) as visit:
        row = writing.locked_product(visit.connection, product_id)
        check_version(request, product_version(row, writing.course_ids_of(visit.connection, product_id)))
        writing.change_product(visit.connection, row, values, body.course_ids)
        product = admin_product(visit.connection, product_id)
    return answer(request, visit.viewer, product)


@router.delete(
    "/v1/admin/products/{product_id}",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 409, 412, 503),
    openapi_extra=CONDITIONAL,
)
def delete_product(request: Request, product_id: UUID) -> Response:
    """Delete a product that was never sold. Its courses stay."""
    with administering(request) as visit:
        row = writing.locked_product(visit.connection, product_id, to_delete=True)
        check_version(request, product_version(row, writing.course_ids_of(visit.connection, product_id)))
        writing.delete_product(visit.connection, row)
    return Response(status_code=204, headers=PRIVATE)
