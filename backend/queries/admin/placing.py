"""Rows put into their places: any number of them by one statement with one list of places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Text, bindparam, func, update

from backend.columns import Ids, Integers, Timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table, Update


class Place(NamedTuple):
    """Where a row goes."""

    id: Any
    order: int
    parent: Any


def put(connection: Connection, table: Table, places: Sequence[Place], at: datetime, parent: str | None = None) -> None:
    """Give rows their order; and, where `parent` names a column, that parent."""
    if not places:
        return
    statement = _put(table, parent, connection.dialect.name)
    if connection.dialect.name == "sqlite":
        connection.execute(statement, {"at": at, "places": to_json(places).decode()})
        return
    ids, orders, parents = (list(column) for column in zip(*places, strict=True))
    connection.execute(statement, {"at": at, "ids": ids, "orders": orders, "parents": parents})


@cache
def _put(table: Table, parent: str | None, dialect: str) -> Update:
    row_id, order, parent_id = _places_of_json() if dialect == "sqlite" else _places_of_arrays()
    values: dict[str, Any] = {"order": order, "updatedAt": bindparam("at", type_=Timestamp)}
    if parent is not None:
        values[parent] = parent_id
    return update(table).where(table.c.id == row_id).values(values)


def _places_of_json() -> Sequence[ColumnElement[Any]]:
    """SQLite has no arrays: a list of lists."""
    place = func.json_each(bindparam("places", type_=Text)).table_valued("value", name="place").c.value
    return [func.json_extract(place, f"$[{index}]") for index in range(3)]


def _places_of_arrays() -> Sequence[ColumnElement[Any]]:
    arrays = (bindparam("ids", type_=Ids), bindparam("orders", type_=Integers), bindparam("parents", type_=Ids))
    columns = func.unnest(*arrays).table_valued("id", "order", "parent", name="place").render_derived().c
    return [columns.id, columns.order, columns.parent]
