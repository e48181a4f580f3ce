"""Sales as a table for spreadsheets, which take a text that begins like a formula for one."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from api_client.escapes import shown
from api_client.sales_rows import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from api_client.models.admin import AdminPurchase

HEADER = (
    "id", "createdAt", "userId", "userName", "email", "productId", "productName",
    "pricePaidInCents", "refundedInCents", "refundedAt", "state",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sales_csv(sales: Iterable[AdminPurchase]) -> str:
    """A header and a line a sale, times in UTC. A text that could be a formula begins with a `'` then.

    What a terminal would act on is an escape, for the table may be printed on one.
    """
    written = StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(HEADER)
    table.writerows(map(_cells, sales))
    return written.getvalue()


def _cells(sale: AdminPurchase) -> Iterator[str | int]:
    yield str(sale.id)
    yield _time(sale.created_at)
    yield str(sale.user.id)
    yield _text(sale.user.name)
    yield _text(sale.user.email)
    yield str(sale.product_id)
    yield _text(sale.product_name)
    yield sale.price_paid_in_cents
    yield sale.refunded_in_cents
    yield _time(sale.refunded_at)
    yield state_of(sale)


def _text(text: str) -> str:
    return f"'{shown(text)}" if text.startswith(_FORMULA) else shown(text)


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment is not None else ""
