"""Case folding in SQL is that of Python, for every character there is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Text, bindparam, select

from backend.casefold import SORTED_LENGTH, contains, folded, sort_key

if TYPE_CHECKING:
    from backend.database import Database

TEXT = bindparam("text", type_=Text)


def fold(database: Database, text: str) -> str | None:
    with database.read() as connection:
        return connection.scalar(select(folded(TEXT)), {"text": text})


def test_every_character(database: Database) -> None:
    codes = [code for code in range(1, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for start in range(0, len(codes), 0x8000):
        text = "".join(map(chr, codes[start : start + 0x8000]))
        assert fold(database, text) == text.casefold()


@pytest.mark.parametrize("text", ["", "ASCII only", "Straße", "ΌΣΟΣ", "ǰ'ŉ\\", "İ" * 10_000])
def test_texts(database: Database, text: str) -> None:
    assert fold(database, text) == text.casefold()


def test_nothing_stays_nothing(database: Database) -> None:
    with database.read() as connection:
        assert connection.scalar(select(folded(TEXT)), {"text": None}) is None


def test_the_key_is_the_beginning(database: Database) -> None:
    text = "ẞ" * SORTED_LENGTH
    with database.read() as connection:
        assert connection.scalar(select(sort_key(TEXT)), {"text": text}) == text.casefold()[:SORTED_LENGTH]


@pytest.mark.parametrize(
    ("text", "part", "expected"), [("a%b", "%", True), ("ab", "%", False), ("ab", "_", False), ("ab", "b", True)]
)
def test_wildcards_are_literal(database: Database, text: str, part: str, expected: bool) -> None:
    with database.read() as connection:
        found = connection.scalar(select(contains(TEXT, bindparam("part", type_=Text))), {"text": text, "part": part})
    assert bool(found) == expected
