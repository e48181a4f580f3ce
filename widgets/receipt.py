"""The receipt of a purchase as text: the pane shows it, the command line prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.money import cents
from widgets.text import one_line

if TYPE_CHECKING:
    from api_client.shop_rows import PurchaseRow


def receipt(purchase: PurchaseRow, account: str, server: str) -> list[tuple[str, str]]:
    """Label and value of each line. Times are local; the id is the whole one."""
    paid = cents(purchase.paid_in_cents) if purchase.paid_in_cents else "free"
    lines = [
        ("Product", one_line(purchase.product_name)),
        ("Bought", f"{purchase.bought_at.astimezone():%Y-%m-%d %H:%M}"),
        ("By", one_line(account) if account else ""),
        ("From", one_line(server)),
        ("Paid", paid),
    ]
    if purchase.refunded_in_cents:
        lines.append(("Refunded", cents(purchase.refunded_in_cents)))
    if purchase.refunded_at is not None:
        lines.append(("Refunded on", f"{purchase.refunded_at.astimezone():%Y-%m-%d %H:%M}"))
    return [(label, value) for label, value in [*lines, ("Purchase", purchase.id)] if value]
