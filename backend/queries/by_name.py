"""The order of names: case-folded, by code point, then by id; and what comes after a cursor in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Text, bindparam, func, select, tuple_

from backend import cursor
from backend.casefold import folded, sort_key
from backend.columns import Id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from backend.statement import AnyRow, AnySelect

_KEY = TypeAdapter(tuple[cursor.NameKey, UUID])


def by_name(table: Table) -> tuple[ColumnElement[Any], ...]:
    """What to order by. The first is indexed."""
    return sort_key(table.c.name), folded(table.c.name), table.c.id


def comes_after(table: Table) -> ColumnElement[bool]:
    """After the row with the id `after_id`, whose sort key is `after_name`.

    A name can be of any length, and a cursor goes into a URL: it holds the key alone, the rest is looked up. Of a row
    that is gone meanwhile the key has to do.
    """
    last = table.alias("last")
    last_id, key = bindparam("after_id", type_=Id), bindparam("after_name", type_=Text)
    last_name = select(folded(last.c.name)).where(last.c.id == last_id).scalar_subquery()
    return tuple_(*by_name(table)) > tuple_(key, func.coalesce(last_name, key), last_id)


def paged(statement: AnySelect, table: Table, *, after: bool) -> AnySelect:
    """The statement as `page_by_name` runs it: by name, to a limit, after the page before if there was one."""
    ordered = statement.add_columns(sort_key(table.c.name).label("sort_key")).order_by(*by_name(table))
    limited = ordered.limit(bindparam("limit"))
    return limited.where(comes_after(table)) if after else limited


def page_by_name(
    connection: Connection,
    statement: AnySelect,
    parameters: Mapping[str, Any],
    *,
    filters: Sequence[str],
    limit: int,
    after: str | None,
) -> tuple[Sequence[AnyRow], str | None]:
    """The rows of a page, and the cursor of the next; `after` is that of the page before.

    The statement is one of `paged`. Raises 422 `bad_cursor`.
    """
    parameters = {**parameters, "limit": limit + 1}
    if after is not None:
        parameters["after_name"], parameters["after_id"] = cursor.decode(after, filters, _KEY)
    rows = connection.execute(statement, parameters).all()
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], cursor.encode(filters, [last.sort_key, last.id])
