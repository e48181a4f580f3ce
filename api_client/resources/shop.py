"""Buying: checkouts, which are paid for in a browser, and the receipts of what was bought."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

from pydantic import TypeAdapter

from api_client.models import Checkout, CheckoutRequest, Page, PurchaseDetail

if TYPE_CHECKING:
    from api_client.client import Client

_CHECKOUT = TypeAdapter(Checkout)
_CHECKOUTS = TypeAdapter(Page[Checkout])
_PURCHASE = TypeAdapter(PurchaseDetail)
_PATH = "/v1/checkouts"


class Shop:
    """The calls of a buyer; each raises ApiError."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def begin(self, product_id: str) -> Checkout:
        """Begin to buy a product, or go on with what was begun: that is what repeating it does, too.

        Raises Conflict with `already_owned` or `empty_product`, and ServerFailed with `payments_unavailable`.
        """
        body = CheckoutRequest(product_id=UUID(product_id)).model_dump_json()
        return await self._client.send("POST", _PATH, _CHECKOUT, body, repeatable=True)

    async def open(self) -> list[Checkout]:
        """What was begun and is not decided."""
        answer = await self._client.get(_PATH, _CHECKOUTS)
        return answer.value.items if answer.value else []

    async def get(self, checkout_id: str) -> Checkout:
        """How far a checkout is; the server asks the payment provider if it has to."""
        answer = await self._client.get(f"{_PATH}/{quote(checkout_id, safe='')}", _CHECKOUT)
        assert answer.value is not None  # no ETag was sent
        return answer.value

    async def cancel(self, checkout_id: str) -> None:
        """Give a checkout up: its link ends. Raises Conflict with `already_paid`."""
        await self._client.tell("DELETE", f"{_PATH}/{quote(checkout_id, safe='')}")

    async def purchase(self, purchase_id: str) -> PurchaseDetail:
        """A purchase with the link of its receipt."""
        answer = await self._client.get(f"/v1/purchases/{quote(purchase_id, safe='')}", _PURCHASE)
        assert answer.value is not None  # no ETag was sent
        return answer.value
