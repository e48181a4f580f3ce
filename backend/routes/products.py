"""What is sold."""

from uuid import UUID

from fastapi import Request, Response

from api_client.models import Page, Product
from backend.answers import answer
from backend.parameters import Cursor, Limit
from backend.problems import not_found
from backend.queries.products import page_of_products, product
from backend.routes.described import errors, unchanged
from backend.routes.router import new_router
from backend.viewer import reading

router = new_router("Products")


@router.get("/v1/products", response_model=Page[Product], responses=unchanged() | errors(401, 403, 422, 503))
def list_products(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """A page of the public products, by name."""
    with reading(request) as visit:
        page = page_of_products(visit.connection, visit.viewer, limit=limit, after=cursor)
    return answer(request, visit.viewer, page)


@router.get("/v1/products/{product_id}", response_model=Product, responses=unchanged() | errors(401, 403, 404, 503))
def get_product(request: Request, product_id: UUID) -> Response:
    """One public product."""
    with reading(request) as visit:
        found = product(visit.connection, visit.viewer, product_id)
    if found is None:
        raise not_found("product")
    return answer(request, visit.viewer, found)
