"""The order of names: case-folded, by code point, then by id; and what comes after a cursor in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, func, select, tuple_

from backend.casefold import folded, sort_key
from backend.columns import Id

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table


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
