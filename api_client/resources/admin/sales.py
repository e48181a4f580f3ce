"""Sales: what was bought, refunds, and the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import TypeAdapter

from api_client.models.admin import AdminPurchase, RefundPlan, SalesPage, Stats
from api_client.resources.admin.calls import part

if TYPE_CHECKING:
    from uuid import UUID

    from api_client.resources.admin.calls import AdminCalls
    from api_client.resources.admin.sales_filter import SalesFilter

_PAGE = TypeAdapter(SalesPage)
_SALE = TypeAdapter(AdminPurchase)
_PLAN = TypeAdapter(RefundPlan)
_STATS = TypeAdapter(Stats)
_PATH = "/v1/admin/purchases"
_MOST = 200
"""Of a page."""


class Sales:
    """The calls under `/v1/admin/purchases`, and `/v1/admin/stats`."""

    def __init__(self, calls: AdminCalls) -> None:
        self._calls = calls

    async def page(self, chosen: SalesFilter, *, cursor: str | None = None, limit: int = 50) -> SalesPage:
        """A page of the purchases that the filter lets through, newest first; `cursor` is that of the page before.

        Its totals are of all of them, not of the page alone.
        """
        query = {"limit": str(limit), **chosen.query()}
        if cursor is not None:
            query["cursor"] = cursor
        return await self._calls.get(f"{_PATH}?{urlencode(query)}", _PAGE)

    async def all(self, chosen: SalesFilter) -> SalesPage:
        """Every purchase that the filter lets through, as one page; its totals are those of the last one.

        What moves from one page to another meanwhile is in it once.
        """
        sales: dict[UUID, AdminPurchase] = {}
        cursor = None
        while True:
            page = await self.page(chosen, cursor=cursor, limit=_MOST)
            sales.update((sale.id, sale) for sale in page.items)
            cursor = page.next_cursor
            if cursor is None:
                return page.model_copy(update={"items": list(sales.values())})

    async def get(self, purchase_id: str) -> AdminPurchase:
        """A purchase."""
        return await self._calls.get(f"{_PATH}/{part(purchase_id)}", _SALE)

    async def plan_refund(self, purchase_id: str) -> RefundPlan:
        """What a refund would give back and take away; nothing is changed."""
        return await self._calls.plan("POST", _refund(purchase_id), _PLAN, "")

    async def refund(self, purchase_id: str) -> AdminPurchase:
        """Give back all that is left of the price, and end the access that nothing else covers.

        Repeated, it is the same refund: money goes back once. Raises Conflict where the payment provider refuses.
        """
        return await self._calls.write("POST", _refund(purchase_id), _SALE, "", repeatable=True)

    async def stats(self) -> Stats:
        """The business and the catalog in numbers, with the last 90 days."""
        return await self._calls.get("/v1/admin/stats", _STATS)


def _refund(purchase_id: str) -> str:
    return f"{_PATH}/{part(purchase_id)}/refund"
