"""What the rows of sales draw, and what a refund would do: small tuples of the standard library, their text harmless.

The models have the text as it is stored; here control characters are escapes already. Ids are text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from api_client.escapes import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from api_client.models.admin import AccessSource, AdminPurchase, RefundPlan, SalesTotals, Stats

SaleState = Literal["refund pending", "refunded", "partly refunded", "paid twice", "free", "paid"]


class SaleRow(NamedTuple):
    """A purchase in the list of sales, with the product's name of then."""

    id: str
    buyer_id: str
    buyer: str
    """Empty where the account was deleted."""
    email: str
    product_name: str
    paid_in_cents: int
    refunded_in_cents: int
    refunded_at: datetime | None
    bought_at: datetime
    state: SaleState


class Because(NamedTuple):
    """What gives access to a course."""

    product_name: str | None
    """None where an admin gave it by hand."""
    at: datetime


class KeptCourseRow(NamedTuple):
    """A course that the buyer keeps after a refund."""

    name: str
    because: tuple[Because, ...]
    """Oldest first."""


class RefundRow(NamedTuple):
    """What a refund would do."""

    amount_in_cents: int
    lost: tuple[str, ...]
    """Names of courses."""
    kept: tuple[KeptCourseRow, ...]


class TotalsRow(NamedTuple):
    """Sums over everything that a filter lets through."""

    purchase_count: int
    customer_count: int
    refunded_in_cents: int
    net_in_cents: int


class DayRow(NamedTuple):
    """A day in UTC."""

    day: date
    sales_in_cents: int
    refunded_in_cents: int
    purchase_count: int


class StatsRow(NamedTuple):
    """The business and the catalog in numbers."""

    net_sales_in_cents: int
    refunded_in_cents: int
    purchase_count: int
    refund_count: int
    customer_count: int
    average_purchases: float
    """Of a customer, unrefunded ones."""
    product_count: int
    course_count: int
    section_count: int
    lesson_count: int
    completion_count: int
    days: tuple[DayRow, ...]
    """Oldest first."""


def sale_rows(sales: Sequence[AdminPurchase]) -> tuple[SaleRow, ...]:
    """The rows of a list of sales."""
    return tuple(
        SaleRow(
            str(sale.id), str(sale.user.id), "" if sale.user.deleted_at else shown(sale.user.name),
            "" if sale.user.deleted_at else shown(sale.user.email), shown(sale.product_name),
            sale.price_paid_in_cents, sale.refunded_in_cents, sale.refunded_at, sale.created_at, state_of(sale),
        )
        for sale in sales
    )  # fmt: skip


def state_of(sale: AdminPurchase) -> SaleState:
    """The one word for how a sale stands; what has to be looked at comes before what is as it should be."""
    if sale.refunded_at is not None:
        return "refunded"
    if sale.refund_pending:
        return "refund pending"
    if sale.double:
        return "paid twice"
    if sale.refunded_in_cents:
        return "partly refunded"
    return "free" if sale.is_free else "paid"


def totals_row(totals: SalesTotals) -> TotalsRow:
    """The sums."""
    return TotalsRow(totals.purchase_count, totals.customer_count, totals.refunded_in_cents, totals.net_in_cents)


def refund_row(plan: RefundPlan) -> RefundRow:
    """What a refund would do."""
    kept = (KeptCourseRow(shown(each.course.name), tuple(map(_because, each.because))) for each in plan.kept)
    return RefundRow(plan.amount_in_cents, tuple(shown(course.name) for course in plan.lost), tuple(kept))


def stats_row(stats: Stats) -> StatsRow:
    """The numbers."""
    days = (DayRow(each.date, each.sales_in_cents, each.refunded_in_cents, each.purchases) for each in stats.days)
    return StatsRow(
        stats.net_sales_in_cents, stats.refunded_in_cents, stats.purchase_count, stats.refund_count,
        stats.customer_count, stats.average_purchases_per_customer, stats.product_count, stats.course_count,
        stats.section_count, stats.lesson_count, stats.completion_count, tuple(days),
    )  # fmt: skip


def _because(source: AccessSource) -> Because:
    by_hand = source.kind == "manual"
    return Because(None if by_hand else shown(source.product_name or ""), source.created_at)
