"""Cursors of paged lists: opaque text that holds the list's sort and filters, and the last key of a page."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from backend.casefold import SORTED_LENGTH
from backend.problems import invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

Key = TypeVar("Key", bound=tuple[Any, ...])
NameKey = Annotated[str, Field(max_length=SORTED_LENGTH, pattern=r"^[^\x00]*$")]
"""The sorted beginning of a name. PostgreSQL takes no NUL; pydantic itself refuses a lone surrogate."""


def encode(filters: Sequence[str | None], key: Sequence[object]) -> str:
    """A cursor to what comes after `key`."""
    document = json.dumps([list(filters), list(key)], separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")


def decode(cursor: str, filters: Sequence[str | None], kind: TypeAdapter[Key]) -> Key:
    """The key in a cursor, which is of that kind; 422 `bad_cursor` if it is damaged or was made for other filters."""
    try:
        text = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), b"-_", validate=True)
        made_for, key = json.loads(text)
        if made_for == list(filters):
            return kind.validate_python(key)
    except (UnicodeError, binascii.Error, ValueError, TypeError, RecursionError, ValidationError):
        pass
    raise invalid(
        "cursor",
        "This cursor is damaged, or of a list with another sort or filter. Start again without it.",
        "bad_cursor",
    )
