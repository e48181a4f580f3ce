"""Column types and SQL expressions that are one thing to the queries and two to the databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ARRAY, JSON, DateTime, Integer, Text, Uuid
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, UserDefinedType

from backend.spelling import spell

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.type_api import (
        _BindProcessorType,  # pyright: ignore[reportPrivateUsage]  # has no public name
        _ResultProcessorType,  # pyright: ignore[reportPrivateUsage]
    )
    from sqlalchemy.types import TypeEngine


class Id(TypeDecorator[Any]):
    """A UUID: `uuid` on PostgreSQL, its canonical text on SQLite (where rows then give text: no conversion a row)."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column."""
        return Uuid() if dialect.name == "postgresql" else Text()

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[Any] | None:
        """Text for SQLite; psycopg takes a UUID as it is."""
        return None if dialect.name == "postgresql" else _id_text

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Whatever the driver gives: `UUID` from PostgreSQL, text from SQLite."""


def _id_text(value: Any | None) -> Any:  # noqa: ANN401  # the signature of a processor
    return str(value) if isinstance(value, UUID) else value


class Ids(TypeDecorator[Any]):
    """Many ids as one parameter, for lists of any length: an array on PostgreSQL, a JSON array on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the parameter."""
        return ARRAY(Uuid()) if dialect.name == "postgresql" else Text()

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[Any] | None:
        """A list for psycopg, which would make a row of a tuple; JSON for SQLite."""
        return _ids_list if dialect.name == "postgresql" else _ids_json


def _ids_list(value: Any | None) -> list[Any]:  # noqa: ANN401  # the signature of a processor
    return list(value or ())


def _ids_json(value: Any | None) -> str:  # noqa: ANN401  # the signature of a processor
    return json.dumps([str(each) for each in value or ()])


class Integers(TypeDecorator[Any]):
    """Many integers as one parameter: an array on PostgreSQL, which alone has a use for it."""

    impl = ARRAY(Integer)
    cache_ok = True


class is_among(FunctionElement[bool]):  # noqa: N801  # reads as the SQL predicate that it is
    """Whether an id is one of those in a parameter of type Ids.

    It has no type: of type Boolean, SQLite would be asked whether it equals 1, and would use no index.
    """

    name = "is_among"
    inherit_cache = True


spell(is_among, sqlite="({} IN (SELECT value FROM json_each({})))", postgresql="({} = ANY({}))")


class Timestamp(TypeDecorator[datetime]):
    """A point in time, aware: `timestamptz` on PostgreSQL.

    On SQLite it is RFC 3339 in UTC, always with six digits: the order of the texts is that of the times.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column."""
        return DateTime(timezone=True) if dialect.name == "postgresql" else Text()

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[datetime] | None:
        """An aware datetime to text."""
        return None if dialect.name == "postgresql" else _time_text

    def result_processor(self, dialect: Dialect, coltype: object) -> _ResultProcessorType[datetime] | None:
        """Text to an aware datetime in UTC."""
        return None if dialect.name == "postgresql" else _time_value


def _time_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _time_value(value: Any) -> datetime | None:  # noqa: ANN401  # the signature of a processor
    return None if value is None else datetime.fromisoformat(value)


class Document(TypeDecorator[Any]):
    """JSON: `jsonb` on PostgreSQL, text on SQLite."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column."""
        if dialect.name != "postgresql":
            return JSON()
        from sqlalchemy.dialects.postgresql import JSONB  # here, for the embedded backend starts 20 ms sooner without

        return JSONB()


class Word(TypeDecorator[str]):
    """One of a few words: an enum type of that name on PostgreSQL, text on SQLite.

    SQLAlchemy's own Enum raises LookupError on a word that it does not know; a new word of the web application
    must not stop a page from being read.
    """

    impl = Text
    cache_ok = True

    def __init__(self, name: str, *words: str) -> None:
        """`name` is the enum type's; `words` its values."""
        super().__init__()
        self.name = name
        self.words = words

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column."""
        return _EnumType(self.name) if dialect.name == "postgresql" else Text()


class _EnumType(UserDefinedType[str]):
    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_options: object) -> str:
        return self.name


class new_id(FunctionElement[Any]):  # noqa: N801  # reads as the SQL function that it is
    """A random UUID, made by the database."""

    name = "new_id"
    inherit_cache = True
    type = Id()


spell(
    new_id,
    sqlite="lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8'"
    " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))",
    postgresql="gen_random_uuid()",
)


class now(FunctionElement[datetime]):  # noqa: N801
    """The database's clock."""

    name = "now"
    inherit_cache = True
    type = Timestamp()


spell(now, sqlite="strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')", postgresql="now()")


class utc_day(FunctionElement[str]):  # noqa: N801
    """The day of a Timestamp, in UTC, as `2026-11-23`."""

    name = "utc_day"
    inherit_cache = True
    type = Text()


spell(utc_day, sqlite="substr({}, 1, 10)", postgresql="to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD')")


class as_written(FunctionElement[Any]):  # noqa: N801
    """A time as JSON has it, without becoming a datetime in between on SQLite; PostgreSQL's driver makes them fast."""

    name = "as_written"
    inherit_cache = True


spell(as_written, sqlite="replace({}, '.000000Z', 'Z')", postgresql="{}")
