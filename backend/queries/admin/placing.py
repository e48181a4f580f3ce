"""Rows put into their places: any number of them by one statement with one list of places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic_core import to_json
from sqlalchemy import Text, bindparam, func, select, true, update

from backend.columns import Ids, Integers, Timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table, Update


Places: TypeAlias = dict[Any, dict[Any, int]]
"""Where rows go: the order of each by its id, by their parent's id."""


def put(connection: Connection, table: Table, places: Places, at: datetime, parent: str | None = None) -> None:
    """Give rows their order; and, where `parent` names a column, that parent."""
    if not places:
        return
    statement = _put(table, parent, connection.dialect.name)
    if connection.dialect.name == "sqlite":
        # To extract three values from each of 10,000 lists instead made the UPDATE a third longer.
        connection.execute(statement, {"at": at, "places": to_json(places).decode()})
        return
    ids = [row_id for rows in places.values() for row_id in rows]
    orders = [order for rows in places.values() for order in rows.values()]
    parents = [parent_id for parent_id, rows in places.items() for _ in rows]
    connection.execute(statement, {"at": at, "ids": ids, "orders": orders, "parents": parents})


@cache
def _put(table: Table, parent: str | None, dialect: str) -> Update:
    row_id, order, parent_id = _places_of_json() if dialect == "sqlite" else _places_of_arrays()
    values: dict[str, Any] = {"order": order, "updatedAt": bindparam("at", type_=Timestamp)}
    if parent is not None:
        values[parent] = parent_id
    return update(table).where(table.c.id == row_id).values(values)


def _places_of_json() -> Sequence[ColumnElement[Any]]:
    """SQLite has no arrays. Each level of the object gives it a key and a value."""
    parent = func.json_each(bindparam("places", type_=Text)).table_valued("key", "value", name="parent")
    row = func.json_each(parent.c.value).table_valued("key", "value", name="row")
    columns = (row.c.key.label("id"), row.c.value.label("order"), parent.c.key.label("parent"))
    place = select(*columns).select_from(parent.join(row, true())).subquery("place").c
    return [place.id, place.order, place.parent]


def _places_of_arrays() -> Sequence[ColumnElement[Any]]:
    arrays = (bindparam("ids", type_=Ids), bindparam("orders", type_=Integers), bindparam("parents", type_=Ids))
    columns = func.unnest(*arrays).table_valued("id", "order", "parent", name="place").render_derived().c
    return [columns.id, columns.order, columns.parent]
