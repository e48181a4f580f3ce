"""What the viewer bought."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response

from api_client.models import Page, Purchase, PurchaseDetail
from backend.answers import answer
from backend.parameters import Cursor, Limit
from backend.payments.asking_again import ask_again
from backend.problems import not_found
from backend.queries.purchases import find_purchase, page_of_purchases, purchase_document
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.statement import AnyRow
from backend.threads import in_database
from backend.viewer import Viewer, reading, service

router = new_router("Store")


@router.get(
    "/v1/purchases",
    response_model=Page[Purchase],
    responses=unchanged() | errors(401, 403, 422, 503),
    openapi_extra=SIGNED_IN,
)
def list_purchases(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """A page of the viewer's purchases, newest first; refunded ones too."""
    with reading(request) as visit:
        visit.signed_in()
        page = page_of_purchases(visit.connection, visit.viewer, limit=limit, after=cursor)
    return answer(request, visit.viewer, page)


@router.get(
    "/v1/purchases/{purchase_id}",
    response_model=PurchaseDetail,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
async def get_purchase(request: Request, purchase_id: UUID) -> Response:
    """One of the viewer's purchases, with the payment provider's receipt if it answers in two seconds."""
    here = service(request)
    row = await in_database(here.database, partial(_theirs, request, purchase_id))
    wanted = [row.stripeSessionId] if row.receiptUrl is None or row.refundKey else []
    if here.payments and await ask_again(here.database, here.payments.gateway, wanted):
        row = await in_database(here.database, partial(_theirs, request, purchase_id))
    document = {**purchase_document(row), "receiptUrl": row.receiptUrl}
    return answer(request, Viewer(row.userId), document)


def _theirs(request: Request, purchase_id: UUID) -> AnyRow:
    with reading(request) as visit:
        row = find_purchase(visit.connection, visit.signed_in(), purchase_id)
    if row is None:
        raise not_found("purchase")
    return row
