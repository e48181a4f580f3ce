"""What a user bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backend import cursor
from backend.queries.sold import KEY, newest_first, purchase_rows, snapshot
from backend.tables import purchases

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from backend.statement import AnyRow
    from backend.viewer import Viewer

_FILTERS = ("purchases",)


def page_of_purchases(connection: Connection, viewer: Viewer, *, limit: int, after: str | None) -> dict[str, Any]:
    """A page of a user's Purchases, newest first; `after` is the cursor of the page before."""
    key = cursor.decode(after, _FILTERS, KEY) if after is not None else None
    theirs = purchase_rows(connection.dialect.name).where(purchases.c.userId == viewer.id)
    rows = connection.execute(newest_first(key, limit, theirs)).all()
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = cursor.encode(_FILTERS, [rows[-1].createdAt, rows[-1].id])
    return {"items": [purchase_document(row) for row in rows], "nextCursor": following}


def find_purchase(connection: Connection, viewer: Viewer, purchase_id: object) -> AnyRow | None:
    """One purchase; None if it is not theirs."""
    theirs = (purchases.c.id == purchase_id, purchases.c.userId == viewer.id)
    return connection.execute(purchase_rows(connection.dialect.name).where(*theirs)).first()


def purchase_document(row: AnyRow) -> dict[str, Any]:
    """A Purchase."""
    name, description, image_url = snapshot(row.productDetails)
    return {
        "id": row.id,
        "productId": row.productId,
        "productName": name,
        "description": description,
        "imageUrl": image_url,
        "pricePaidInCents": row.pricePaidInCents,
        "refundedInCents": row.refunded,
        "refundedAt": row.refundedAt,
        "createdAt": row.createdAt,
        "double": bool(row.double),
    }
