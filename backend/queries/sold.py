"""What holds for every purchase, as SQL: how much went back, whether it was paid twice, what it was called."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter
from sqlalchemy import Text, and_, case, exists, func, or_, select
from sqlalchemy.sql.functions import FunctionElement

from backend.own_tables import payments
from backend.spelling import spell
from backend.tables import purchases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from backend.statement import AnyRow, AnySelect

FREE = "free_"
"""What the `stripeSessionId` of a purchase without a payment begins with."""
KEY = TypeAdapter(tuple[AwareDatetime, UUID])
"""Of a page's cursor."""


class snapshot_name(FunctionElement[str]):  # noqa: N801  # reads as the SQL function that it is
    """The name in a product's snapshot, as `snapshot` reads it: empty where it is no text."""

    name = "snapshot_name"
    inherit_cache = True
    type = Text()


spell(
    snapshot_name,
    sqlite="(CASE json_type({0}, '$.name') WHEN 'text' THEN json_extract({0}, '$.name') ELSE '' END)",
    postgresql="(CASE jsonb_typeof({0} -> 'name') WHEN 'string' THEN {0} ->> 'name' ELSE '' END)",
)


@cache
def purchase_rows(dialect: str) -> AnySelect:
    """Purchases with all their columns, how much went back, whether they were paid twice, and what Stripe says."""
    payment = payments(dialect)
    return select(
        *purchases.c,
        refunded_in_cents(dialect).label("refunded"),
        is_double().label("double"),
        payment.c.receiptUrl,
        payment.c.refundKey,
    ).outerjoin_from(purchases, payment, payment.c.sessionId == purchases.c.stripeSessionId)


def is_double() -> ColumnElement[bool]:
    """An unrefunded purchase, with an earlier unrefunded one of the same product by the same user."""
    earlier = purchases.alias()
    before = or_(
        earlier.c.createdAt < purchases.c.createdAt,
        and_(earlier.c.createdAt == purchases.c.createdAt, earlier.c.id < purchases.c.id),
    )
    same = and_(earlier.c.userId == purchases.c.userId, earlier.c.productId == purchases.c.productId)
    return and_(purchases.c.refundedAt.is_(None), exists().where(same, earlier.c.refundedAt.is_(None), before))


def refunded_in_cents(dialect: str) -> ColumnElement[Any]:
    """How much of a purchase, joined with its row in `payments` if it has one, went back."""
    payment = payments(dialect)
    in_part = func.coalesce(payment.c.amountRefunded, 0)
    capped = case((in_part > purchases.c.pricePaidInCents, purchases.c.pricePaidInCents), else_=in_part)
    return case((purchases.c.refundedAt.is_not(None), purchases.c.pricePaidInCents), else_=capped)


def is_free(row: AnyRow) -> bool:
    """Whether nothing was paid for a purchase, so that Stripe knows nothing of it."""
    return str(row.stripeSessionId).startswith(FREE)


def newest_first(after: tuple[datetime, UUID] | None, limit: int, rows: AnySelect) -> AnySelect:
    """A page of purchases, and one more row if there is another page. `after` is the key of the last one before."""
    created_at, purchase_id = purchases.c.createdAt, purchases.c.id
    page = rows.order_by(created_at.desc(), purchase_id.desc()).limit(limit + 1)
    if after is None:
        return page
    at, last = after
    return page.where(or_(created_at < at, and_(created_at == at, purchase_id < last)))


def snapshot(details: object) -> tuple[str, str, str]:
    """Name, description and image of a product when it was bought. The web application may have written anything."""
    known = cast("Mapping[str, object]", details if isinstance(details, dict) else {})
    return _text(known.get("name")), _text(known.get("description")), _text(known.get("imageUrl"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
