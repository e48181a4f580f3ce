"""The tables of our own: in a schema on PostgreSQL, with a prefix on SQLite. None of the nine refers to them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text

from backend.columns import Document, Id, Timestamp, new_id, now
from backend.tables import courses, products, purchases, users

if TYPE_CHECKING:
    from sqlalchemy import Connection


def _table(dialect: str, name: str, *columns: Column[Any]) -> Table:
    if dialect == "postgresql":
        return Table(name, MetaData(), *columns, schema="syllabus")
    return Table(f"syllabus_{name}", MetaData(), *columns)


def _user(*, key: bool = False) -> Column[Any]:
    return Column("userId", Id, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, primary_key=key)


def _created() -> Column[Any]:
    return Column("createdAt", Timestamp, nullable=False, server_default=now())


@cache
def access_sources(dialect: str) -> Table:
    """Why a user has access to a course: one row a source; one without a purchase was granted by hand."""
    table = _table(
        dialect,
        "access_sources",
        Column("id", Id, primary_key=True, server_default=new_id()),
        _user(),
        Column("courseId", Id, ForeignKey(courses.c.id, ondelete="CASCADE"), nullable=False),
        Column("purchaseId", Id, ForeignKey(purchases.c.id, ondelete="CASCADE"), nullable=True),
        _created(),
    )
    key = (table.c.userId, table.c.courseId)
    by_hand: dict[str, Any] = {f"{dialect}_where": table.c.purchaseId.is_(None)}
    Index("syllabus_access_sources_manual", *key, unique=True, **by_hand)
    Index("syllabus_access_sources_purchase", *key, table.c.purchaseId, unique=True)
    return table


@cache
def recorded_purchases(dialect: str) -> Table:
    """The purchases whose courses were written into `access_sources`, also where none of those is left.

    Without it, one whose only course was taken away by hand would stand for its product's courses again.
    """
    purchase = Column("purchaseId", Id, ForeignKey(purchases.c.id, ondelete="CASCADE"), primary_key=True)
    return _table(dialect, "recorded_purchases", purchase, _created())


@cache
def identities(dialect: str) -> Table:
    """What the identity provider says of a user and the row in `users` has no place for.

    A user has none whom the web application made and the provider has not told us of since.
    """
    return _table(
        dialect,
        "identities",
        _user(key=True),
        Column("emailVerified", Boolean, nullable=False),
        Column("profileUpdatedAt", Timestamp, nullable=True),
        _created(),
    )


@cache
def deleted_subjects(dialect: str) -> Table:
    """Who was deleted, as the SHA-256 of their subject: what comes late must bring nobody back."""
    return _table(dialect, "deleted_subjects", Column("sha256", Text, primary_key=True), _created())


@cache
def checkouts(dialect: str) -> Table:
    """What people are about to buy, or tried to."""
    table = _table(
        dialect,
        "checkouts",
        Column("id", Id, primary_key=True),
        _user(),
        Column("productId", Id, nullable=False),
        # Set while money may come: of a product that somebody is paying for, the row has to stay, and a user has one
        # such checkout a product. Afterwards it is null, so that nothing of ours keeps a product from being deleted.
        Column("heldProductId", Id, ForeignKey(products.c.id, ondelete="RESTRICT"), nullable=True),
        Column("status", Text, nullable=False),
        Column("code", Text, nullable=True),
        Column("amountInCents", Integer, nullable=False),
        Column("productDetails", Document, nullable=False),
        Column("sessionId", Text, nullable=True),
        Column("url", Text, nullable=True),
        Column("expiresAt", Timestamp, nullable=True),
        Column("purchaseId", Id, ForeignKey(purchases.c.id, ondelete="SET NULL"), nullable=True),
        _created(),
    )
    Index("syllabus_checkouts_held", table.c.userId, table.c.heldProductId, unique=True)
    Index("syllabus_checkouts_product", table.c.heldProductId)
    Index("syllabus_checkouts_code", table.c.code, unique=True)
    Index("syllabus_checkouts_session", table.c.sessionId, unique=True)
    return table


@cache
def payments(dialect: str) -> Table:
    """What Stripe says of the payment of a session, which may be known before the purchase is."""
    table = _table(
        dialect,
        "payments",
        Column("sessionId", Text, primary_key=True),
        Column("intent", Text, nullable=True),
        Column("amountRefunded", Integer, nullable=False),
        Column("isRefunded", Boolean, nullable=False),
        Column("refundedAt", Timestamp, nullable=True),
        Column("receiptUrl", Text, nullable=True),
        # Set while a refund was asked for and its outcome is not known: what makes asking again the same request.
        Column("refundKey", Text, nullable=True),
        _created(),
        # Before, nobody asks Stripe about the session, however many look.
        Column("askAgainAt", Timestamp, nullable=True),
        # When the refund of `refundKey` was last asked for, or was just about to be.
        Column("refundBegunAt", Timestamp, nullable=True),
    )
    Index("syllabus_payments_intent", table.c.intent)
    return table


OWN_TABLES = (access_sources, identities, deleted_subjects, recorded_purchases, checkouts, payments)
"""All of them."""


def create_own_tables(connection: Connection) -> None:
    """Make all of them."""
    for table in OWN_TABLES:
        table(connection.dialect.name).create(connection, checkfirst=False)
