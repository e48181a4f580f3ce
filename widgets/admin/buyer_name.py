"""Who bought something, in a list, a question and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.text import one_line

if TYPE_CHECKING:
    from api_client.sales_rows import SaleRow


def buyer_name(sale: SaleRow) -> str:
    """The buyer on one line."""
    return one_line(sale.buyer) if sale.buyer or sale.email else "(deleted)"
