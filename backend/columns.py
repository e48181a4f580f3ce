"""Column types and SQL expressions that are one thing to the queries and two to the databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, UserDefinedType

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine


class Id(TypeDecorator[Any]):
    """A UUID: `uuid` on PostgreSQL, its canonical text on SQLite (where rows then give text: no conversion a row)."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column."""
        return Uuid() if dialect.name == "postgresql" else Text()

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Text for SQLite; psycopg takes a UUID as it is."""
        if dialect.name == "postgresql":
            return None
        return lambda value: str(value) if isinstance(value, UUID) else value

    def result_processor(self, dialect: Dialect, coltype: Any) -> None:  # noqa: ANN401, ARG002  # the inherited signature
        """Whatever the driver gives: `UUID` from PostgreSQL, text from SQLite."""


class Timestamp(TypeDecorator[datetime]):
    """A point in time: `timestamptz` on PostgreSQL; on SQLite RFC 3339 in UTC with six digits, whose text order is time order."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column."""
        return TIMESTAMP(timezone=True) if dialect.name == "postgresql" else Text()

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """An aware datetime to text."""
        return None if dialect.name == "postgresql" else _timestamp_text

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401, ARG002  # the inherited signature
        """Text to an aware datetime in UTC."""
        return None if dialect.name == "postgresql" else _timestamp_value


def _timestamp_text(value: datetime | None) -> str | None:
    return value and value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _timestamp_value(value: str | None) -> datetime | None:
    return value and datetime.fromisoformat(value)


class Word(UserDefinedType[str]):
    """One of a few words: an enum type of that name on PostgreSQL, text on SQLite.

    SQLAlchemy's own Enum raises LookupError on a word that it does not know; a new word of the web application
    must not stop a page from being read.
    """

    cache_ok = True

    def __init__(self, name: str, *words: str) -> None:
        """`name` is the enum type's; `words` its values."""
        self.name = name
        self.words = words

    def get_col_spec(self, **_: Any) -> str:  # noqa: ANN401  # the inherited signature
        """The type's name."""
        return self.name


@compiles(Word, "sqlite")
def _word_on_sqlite(_type: Word, _compiler: SQLCompiler, **_: Any) -> str:  # pyright: ignore[reportUnusedFunction]  # registered
    return "TEXT"


class new_id(FunctionElement[Any]):  # noqa: N801  # reads as the SQL function that it is
    """A random UUID, made by the database."""

    name = "new_id"
    inherit_cache = True
    type = Id()


@compiles(new_id, "postgresql")
def _new_id_on_postgresql(_element: new_id, _compiler: SQLCompiler, **_: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return "gen_random_uuid()"


@compiles(new_id, "sqlite")
def _new_id_on_sqlite(_element: new_id, _compiler: SQLCompiler, **_: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return (
        "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8'"
        " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
    )


class now(FunctionElement[datetime]):  # noqa: N801
    """The database's clock."""

    name = "now"
    inherit_cache = True
    type = Timestamp()


@compiles(now, "postgresql")
def _now_on_postgresql(_element: now, _compiler: SQLCompiler, **_: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return "now()"


@compiles(now, "sqlite")
def _now_on_sqlite(_element: now, _compiler: SQLCompiler, **_: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"
