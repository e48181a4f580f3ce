"""Rows that admins make, change and delete."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, func, select, update

from api_client.models import INT4_MAX
from backend.columns import Id
from backend.insert import insert_missing
from backend.problems import Refusal
from backend.queries.admin.renumbering import renumber

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table, Update

    from backend.statement import AnyRow, AnySelect


def create(connection: Connection, table: Table, row_id: UUID | None, values: Mapping[str, Any]) -> AnyRow:
    """Make a row; the same again is a request that is repeated, and gives the row that is there.

    Raises 409 `id_taken` where the id is that of another row. The values are columns by name.
    """
    row_id = row_id or uuid4()
    connection.execute(insert_missing(table, connection.dialect.name), dict(values) | {"id": row_id})
    row = find(connection, table, row_id)
    if row is None or not _has(table, row, values):
        raise taken(row_id)
    return row


def create_last(
    connection: Connection, table: Table, parent: str, row_id: UUID | None, values: Mapping[str, Any]
) -> AnyRow:
    """The same for a row that has an order: it goes last below its parent, whose id `values` has by that name."""
    if row_id is not None and (row := find(connection, table, row_id)):
        if _has(table, row, values):
            return row
        raise taken(row_id)
    order = _next_order(connection, table, parent, values[parent])
    return create(connection, table, row_id, dict(values) | {"order": order})


def change(connection: Connection, table: Table, row: AnyRow, values: Mapping[str, Any]) -> AnyRow:
    """Give a row other values, columns by name, and read it. Where it has them already, nothing is written."""
    if _has(table, row, values):
        return row
    parameters = {f"new_{name}": value for name, value in values.items()}
    connection.execute(_update(table, tuple(values)), parameters | {"row": row.id, "new_updatedAt": datetime.now(UTC)})
    changed = find(connection, table, row.id)
    assert changed
    return changed


def remove(connection: Connection, table: Table, row_id: object) -> None:
    """Delete a row, and everything below it."""
    connection.execute(delete(table).where(table.c.id == bindparam("row", type_=Id)), {"row": row_id})


def find(connection: Connection, table: Table, row_id: object) -> AnyRow | None:
    """The row with all its columns."""
    return connection.execute(_by_id(table), {"row": row_id}).first()


def _next_order(connection: Connection, table: Table, parent: str, parent_id: object) -> int:
    statement = _largest_order(table, parent)
    largest = connection.scalar(statement, {"parent": parent_id})
    if largest == INT4_MAX:
        renumber(connection, table, parent, parent_id, datetime.now(UTC))
        largest = connection.scalar(statement, {"parent": parent_id})
    return 0 if largest is None else largest + 1


def _has(table: Table, row: AnyRow, values: Mapping[str, Any]) -> bool:
    stored = dict(zip(table.c.keys(), row, strict=True))
    return all(_plain(stored[name]) == _plain(value) for name, value in values.items())


def _plain(value: Any) -> Any:  # noqa: ANN401  # a column's value
    """SQLite gives ids as texts."""
    return str(value) if isinstance(value, UUID) else value


def taken(row_id: object) -> Refusal:
    """409 for an id that is that of something else."""
    return Refusal(409, "id_taken", f"The id {row_id} is taken by something else. Choose another.")


@cache
def _by_id(table: Table) -> AnySelect:
    return select(*table.c).where(table.c.id == bindparam("row", type_=Id))


@cache
def _largest_order(table: Table, parent: str) -> AnySelect:
    return select(func.max(table.c.order)).where(table.c[parent] == bindparam("parent", type_=Id))


@cache
def _update(table: Table, names: tuple[str, ...]) -> Update:
    new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in (*names, "updatedAt")}
    return update(table).where(table.c.id == bindparam("row", type_=Id)).values(new)
