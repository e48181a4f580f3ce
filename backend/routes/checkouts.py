"""Buying."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api_client.models import Checkout, CheckoutRequest, Page
from backend.answers import answer
from backend.payments import buying, checkouts
from backend.problems import PRIVATE
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.viewer import Service, Viewer, reading, service

router = new_router("Store")

_SAME = {200: {"description": "The checkout that is open already.", "model": Checkout}}


@router.post(
    "/v1/checkouts",
    status_code=201,
    response_model=Checkout,
    responses=_SAME | errors(401, 403, 404, 409, 413, 422, 503),
    openapi_extra=SIGNED_IN,
)
async def start_checkout(request: Request, body: CheckoutRequest) -> Response:
    """Start to buy a product; what is free is bought with that. An open checkout of it is answered again.

    The price is the product's own, the buyer is the viewer.
    """
    row, is_new = await buying.buy(request, body.product_id)
    return answer(request, None, _document(service(request), row), 201 if is_new else 200)


@router.get(
    "/v1/checkouts",
    response_model=Page[Checkout],
    responses=unchanged() | errors(401, 403, 503),
    openapi_extra=SIGNED_IN,
)
def list_checkouts(request: Request) -> Response:
    """The viewer's checkouts that can still be paid, or whose payment is on its way; newest first, all in one page."""
    with reading(request) as visit:
        rows = checkouts.of_user(visit.connection, visit.signed_in().id)
    items = [_document(service(request), row) for row in rows]
    return answer(request, visit.viewer, {"items": items, "nextCursor": None})


@router.get(
    "/v1/checkouts/{checkout_id}",
    response_model=Checkout,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
async def get_checkout(request: Request, checkout_id: UUID) -> Response:
    """One of the viewer's checkouts. `complete` means that access is there.

    While it is pending the payment provider is asked, every few seconds at most however often this is called, so this
    is what to call while somebody pays. Where the provider does not answer, the checkout is as it was.
    """
    row = await buying.look(request, checkout_id)
    return answer(request, Viewer(row.userId), _document(service(request), row))


@router.delete(
    "/v1/checkouts/{checkout_id}",
    status_code=204,
    response_class=Response,
    responses=errors(401, 403, 404, 409, 503),
    openapi_extra=SIGNED_IN,
)
async def cancel_checkout(request: Request, checkout_id: UUID) -> Response:
    """Let nobody pay one of the viewer's checkouts any more; also when it has ended already."""
    await buying.cancel(request, checkout_id)
    return Response(status_code=204, headers=PRIVATE)


def _document(here: Service, row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    return checkouts.document(row, here.payments.public_url if here.payments else "")
