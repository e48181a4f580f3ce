"""Numbers for rows that have an order: 0, 1, 2 … in the order in which they are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from backend.columns import Id, Timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Table, Update


def renumber(connection: Connection, table: Table, parent: str, parent_id: object, at: datetime) -> None:
    """Number the rows below a parent, where the largest number is taken: in one statement, whatever their number."""
    connection.execute(_renumber(table, parent), {"parent": parent_id, "at": at})


@cache
def _renumber(table: Table, parent: str) -> Update:
    place = func.row_number().over(order_by=(table.c.order, table.c.createdAt, table.c.id)) - 1
    placed = (
        select(table.c.id, place.label("place"))
        .where(table.c[parent] == bindparam("parent", type_=Id))
        .subquery("placed")
    )
    return (
        update(table)
        .where(table.c.id == placed.c.id, table.c.order != placed.c.place)
        .values(order=placed.c.place, updatedAt=bindparam("at", type_=Timestamp))
    )
