"""Versions of what admins change: an opaque hash of rows, which tells two admins at once from one after the other."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend.statement import AnyRow

_SIZE = 12
"""Bytes of the hash."""


def row_version(row: AnyRow | Sequence[object]) -> str:
    """The version of a resource that is one row; `row` has all its columns, in the table's order."""
    return blake2b(to_json(tuple(row)), digest_size=_SIZE).hexdigest()


def outline_version(row_versions: Iterable[str]) -> str:
    """The version of a course with everything in it, by those of all its rows in outline order."""
    return blake2b(" ".join(row_versions).encode(), digest_size=_SIZE).hexdigest()
