"""Sales: what was bought, refunds, and the numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy import Connection

from api_client.models import RequestTime
from api_client.models.admin import AdminPurchase, RefundPlan, SalesPage, Stats
from backend.admin_visit import AdminRoute, inspecting
from backend.answers import answer
from backend.parameters import Cursor, Limit, Words, words
from backend.payments.asking_again import ask_again
from backend.payments.refunding import refund
from backend.problems import not_found
from backend.queries.admin.sales import (
    SalesFilter,
    find_sale,
    refund_plan,
    sale_document,
    sales_rows,
    sales_totals,
)
from backend.queries.admin.stats import stats
from backend.routes.described import SIGNED_IN, errors, unchanged
from backend.routes.router import new_router
from backend.statement import AnyRow
from backend.threads import in_database
from backend.viewer import Viewer, service

router = new_router("Admin: sales", AdminRoute)


@router.get(
    "/v1/admin/purchases",
    response_model=SalesPage,
    responses=unchanged() | errors(401, 403, 422, 503),
    openapi_extra=SIGNED_IN,
)
async def list_sales(
    request: Request,
    user: Annotated[UUID | None, Query(description="Of this buyer.")] = None,
    product: Annotated[UUID | None, Query(description="Of this product.")] = None,
    refunded: Annotated[bool | None, Query(description="Refunded in full, or not.")] = None,
    double: Annotated[bool | None, Query(description="Paid for a product that the buyer had already, or not.")] = None,
    since: Annotated[RequestTime | None, Query(alias="from", description="Bought then or later.")] = None,
    until: Annotated[RequestTime | None, Query(alias="to", description="Bought before.")] = None,
    q: Words = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """A page of all purchases, newest first, with sums over everything that the filter lets through.

    Words are looked for in the product's name of then, and in name and e-mail address of the buyer.
    The payment provider is asked about refunds on the page whose outcome is not known.
    """
    here = service(request)
    chosen = SalesFilter(user, product, refunded, double, since, until, tuple(words(q)))
    look = partial(_look, request, chosen, limit, cursor)
    viewer, page, pending = await in_database(here.database, look)
    if here.payments and await ask_again(here.database, here.payments.gateway, pending):
        viewer, page, _ = await in_database(here.database, look)
    return answer(request, viewer, page)


@router.get(
    "/v1/admin/purchases/{purchase_id}",
    response_model=AdminPurchase,
    responses=unchanged() | errors(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
async def get_sale(request: Request, purchase_id: UUID) -> Response:
    """One purchase, of whomever. The payment provider is asked about a refund whose outcome is not known."""
    here = service(request)
    look = partial(_look_at, request, purchase_id)
    viewer, sale = await in_database(here.database, look)
    if here.payments and await ask_again(here.database, here.payments.gateway, _pending([sale])):
        viewer, sale = await in_database(here.database, look)
    return answer(request, viewer, sale)


@router.post(
    "/v1/admin/purchases/{purchase_id}/refund",
    response_model=AdminPurchase | RefundPlan,
    responses=errors(401, 403, 404, 409, 422, 503),
    openapi_extra=SIGNED_IN,
)
async def refund_purchase(
    request: Request,
    purchase_id: UUID,
    dry_run: Annotated[bool, Query(alias="dryRun", description="Only tell what it would do.")] = False,
) -> Response:
    """Give back all that is left of a purchase's price, and end the access that nothing else covers.

    Repeated, it is the same refund. What cost nothing is taken back without the payment provider.
    """
    if dry_run:
        return answer(request, None, await in_database(service(request).database, partial(_plan, request, purchase_id)))
    return answer(request, None, sale_document(await refund(request, purchase_id)))


@router.get(
    "/v1/admin/stats",
    response_model=Stats,
    responses=unchanged() | errors(401, 403, 503),
    openapi_extra=SIGNED_IN,
)
def get_stats(request: Request) -> Response:
    """The business and the catalog in numbers, with the last 90 days, in UTC."""
    with inspecting(request) as visit:
        document = stats(visit.connection, datetime.now(UTC).date())
    return answer(request, visit.viewer, document)


def _look(
    request: Request, chosen: SalesFilter, limit: int, cursor: str | None
) -> tuple[Viewer, dict[str, object], list[str]]:
    """The page, and the sessions on it of which a refund was begun and not ended."""
    with inspecting(request) as visit:
        rows, following = sales_rows(visit.connection, chosen, limit=limit, after=cursor)
        totals = sales_totals(visit.connection, chosen)
    items = [sale_document(row) for row in rows]
    return visit.viewer, {"items": items, "nextCursor": following, "totals": totals}, _pending(items)


def _look_at(request: Request, purchase_id: UUID) -> tuple[Viewer, dict[str, Any]]:
    with inspecting(request) as visit:
        return visit.viewer, sale_document(_sale(visit.connection, purchase_id))


def _plan(request: Request, purchase_id: UUID) -> dict[str, object]:
    with inspecting(request) as visit:
        return refund_plan(visit.connection, _sale(visit.connection, purchase_id))


def _sale(connection: Connection, purchase_id: UUID) -> AnyRow:
    sale = find_sale(connection, purchase_id)
    if sale is None:
        raise not_found("purchase")
    return sale


def _pending(items: Sequence[dict[str, Any]]) -> list[str]:
    return [item["stripeSessionId"] for item in items if item["refundPending"]]
