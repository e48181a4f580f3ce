"""Sales, as admins list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.sales_rows import SaleRow
from widgets.admin.buyer_name import buyer_name
from widgets.admin.cells import cell, named_row
from widgets.admin.paged_list import PagedList
from widgets.facts_pane import FactGroup, Facts
from widgets.marks import marks
from widgets.money import cents
from widgets.paint import Line, Piece
from widgets.text import cut, one_line
from widgets.times import day_and_time, day_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api_client.sales_rows import Because, RefundRow, SaleState

PRODUCT_WIDTH = 18
_TONES: dict[SaleState, str] = {
    "refund pending": "warning",
    "refunded": "muted",
    "partly refunded": "warning",
    "paid twice": "warning",
    "free": "muted",
    "paid": "success",
}


def sale_state(sale: SaleRow) -> Piece:
    """The word for how a sale stands."""
    return Piece(sale.state, _TONES[sale.state])


class SaleList(PagedList[SaleRow]):
    """Buyer, day, product, state, amount, newest first."""

    def row_id(self, row: SaleRow) -> str:
        """The purchase's id."""
        return row.id

    def draw(self, row: SaleRow, width: int, selected: bool) -> Line:
        """One sale; muted where it was refunded."""
        tone = "text strong" if selected else "muted" if row.refunded_at else "text"
        attention = _TONES[row.state] == "warning"
        mark = Piece(marks().refused.ljust(marks().width) if attention else " " * marks().width, "warning")
        state = sale_state(row)
        columns = (
            cell(cents(row.paid_in_cents), 12),
            cell(state.text, 16, state.tone),
            cell(cut(one_line(row.product_name), PRODUCT_WIDTH), PRODUCT_WIDTH + 2),
            cell(day_name(row.bought_at), 13),
        )
        return named_row(mark, buyer_name(row), tone, columns, width)


def sale_facts(sale: SaleRow, refund: RefundRow | None) -> Facts:
    """What the pane says of a sale; `refund` is what a refund would do, once that is known."""
    facts = [
        ("Bought", day_and_time(sale.bought_at)),
        ("Paid", cents(sale.paid_in_cents)),
        ("State", sale.state),
    ]
    if sale.refunded_in_cents:
        facts.append(("Refunded", cents(sale.refunded_in_cents)))
    if sale.refunded_at is not None:
        facts.append(("Refunded on", day_and_time(sale.refunded_at)))
    buyer = "\n".join(part for part in (buyer_name(sale), one_line(sale.email) if sale.email else "") if part)
    groups = tuple(_groups(refund)) if refund is not None and sale.refunded_at is None else ()
    return Facts(sale.product_name, buyer, tuple(facts), groups)


def _groups(refund: RefundRow) -> Iterator[FactGroup]:
    if refund.lost:
        yield FactGroup("A refund takes", tuple((name, "") for name in refund.lost))
    if refund.kept:
        kept = ((course.name, _sources(course.because)) for course in refund.kept)
        yield FactGroup("They keep, for it comes also from", tuple(kept))


def _sources(because: tuple[Because, ...]) -> str:
    first, *more = ("an admin" if each.product_name is None else one_line(each.product_name) for each in because)
    return f"{first} +{len(more)}" if more else first
