"""Giving the price of a sale back: what it takes away is said before, and a word is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import ApiError
from api_client.sales_rows import refund_row
from screens.typed_confirmation import TypedConfirmation
from widgets.admin.buyer_name import buyer_name
from widgets.admin.refund_sentences import refund_sentences
from widgets.text import brief

if TYPE_CHECKING:
    from api_client.sales_rows import SaleRow
    from screens.page import Page


async def ask_for_refund(page: Page, sale: SaleRow) -> bool:
    """Ask, refund, and say what came of it; whether the server was asked to. For a worker of the page."""
    name, buyer = brief(sale.product_name), brief(buyer_name(sale))
    if sale.refunded_at is not None:
        page.app.tell(f"{name} is refunded already.", severity="warning")
        return False
    try:
        plan = await page.library.administer(lambda admin: admin.sales.plan_refund(sale.id))
    except ApiError as error:
        page.app.tell(f"Not refunded: {error}", severity="error")
        return False
    sentences = refund_sentences(refund_row(plan))
    question = TypedConfirmation(f"Refund {name} of {buyer}?", *sentences, word="refund", verb="Refund")
    if not await page.app.push_screen_wait(question):
        return False
    try:
        await page.library.administer(lambda admin: admin.sales.refund(sale.id))
    except ApiError as error:
        page.app.tell(f"Not refunded: {error}", severity="error")
    else:
        page.app.tell(f"Refunded: {name} of {buyer}.")
    return True
