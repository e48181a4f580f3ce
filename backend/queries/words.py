"""Words that must all occur in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam

from backend.casefold import contains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement


def has_words(text: ColumnElement[Any], count: int) -> list[ColumnElement[bool]]:
    """The conditions that a folded text has each of `count` words: the parameters of `word_parameters`."""
    return [contains(text, bindparam(f"word{index}", type_=Text)) for index in range(count)]


def word_parameters(words: Sequence[str]) -> dict[str, Any]:
    """Folded words as parameters."""
    return {f"word{index}": word for index, word in enumerate(words)}
