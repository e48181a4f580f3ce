"""The business and the catalog in numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from backend.columns import utc_day
from backend.own_tables import payments
from backend.queries.admin.sales import SalesFilter, sales_totals
from backend.queries.sold import refunded_in_cents
from backend.tables import course_sections, courses, lessons, products, purchases, user_lesson_complete

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

DAYS = 90
_COUNTED = {
    "productCount": products,
    "courseCount": courses,
    "sectionCount": course_sections,
    "lessonCount": lessons,
    "completionCount": user_lesson_complete,
}


def stats(connection: Connection, today: date) -> dict[str, Any]:
    """The Stats, with the days up to today, in UTC."""
    totals = sales_totals(connection, SalesFilter())
    counts = select(*(select(func.count()).select_from(table).scalar_subquery() for table in _COUNTED.values()))
    customers = totals["customerCount"]
    unrefunded = totals["purchaseCount"] - totals["refundCount"]
    return {
        "netSalesInCents": totals["netInCents"],
        "refundedInCents": totals["refundedInCents"],
        "purchaseCount": totals["purchaseCount"],
        "refundCount": totals["refundCount"],
        "customerCount": customers,
        "averagePurchasesPerCustomer": unrefunded / customers if customers else 0.0,
        **dict(zip(_COUNTED, connection.execute(counts).one(), strict=True)),
        "days": _days(connection, today),
    }


def _days(connection: Connection, today: date) -> list[dict[str, Any]]:
    first = today - timedelta(days=DAYS - 1)
    since = datetime.combine(first, time(), UTC)
    sold = connection.execute(
        select(utc_day(purchases.c.createdAt), func.count(), func.sum(purchases.c.pricePaidInCents))
        .where(purchases.c.createdAt >= since)
        .group_by(utc_day(purchases.c.createdAt))
    ).all()
    sales = {day: (count, int(cents)) for day, count, cents in sold}
    refunds = _refunds(connection, since)
    days = [str(first + timedelta(days=number)) for number in range(DAYS)]
    return [
        {
            "date": day,
            "salesInCents": sales.get(day, (0, 0))[1],
            "refundedInCents": refunds.get(day, 0),
            "purchases": sales.get(day, (0, 0))[0],
        }
        for day in days
    ]


def _refunds(connection: Connection, since: datetime) -> dict[str, int]:
    """What went back on each day. Of a refund in parts, all counts for the day of its last part."""
    payment = payments(connection.dialect.name)
    at: ColumnElement[Any] = func.coalesce(purchases.c.refundedAt, payment.c.refundedAt)
    rows = connection.execute(
        select(utc_day(at), func.sum(refunded_in_cents(connection.dialect.name)))
        .outerjoin_from(purchases, payment, payment.c.sessionId == purchases.c.stripeSessionId)
        .where(at >= since)
        .group_by(utc_day(at))
    ).all()
    return {day: int(cents) for day, cents in rows}
