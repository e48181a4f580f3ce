"""Sums of sales, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.money import cents
from widgets.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api_client.sales_rows import TotalsRow


def sales_totals(totals: TotalsRow) -> Iterator[str]:
    """What matters most first: what is left, how many sales, and what went back."""
    yield f"{cents(totals.net_in_cents)} net"
    yield plural(totals.purchase_count, "sale")
    yield plural(totals.customer_count, "customer")
    if totals.refunded_in_cents:
        yield f"{cents(totals.refunded_in_cents)} refunded"
