"""What is shown is harmless, and what is written is read back as it was."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.clean import clean
from api_client.escapes import read, shown, written

character = st.one_of(
    st.sampled_from("\\nrtxuU0123abf \n\t\r\x00\x1b\x7f\x85\x9b\xa0\u2028\u2029\u202e\u2066\u200f\u3000\ud83d\udc69"),
    st.characters(codec=None),
)
text = st.lists(character).map("".join)


def _is_harmless(line: str) -> bool:
    """Nothing in it is replaced where text from outside is cleaned."""
    kept = json.dumps(line, ensure_ascii=False)
    return "\r" not in line and not re.search("[\ud800-\udfff]", line) and clean(kept) == kept


@given(text)
def test_what_is_written_is_read_back(original: str) -> None:
    line = written(original)
    assert read(line) == original
    assert _is_harmless(line)
    assert len(line.splitlines()) <= 1
    assert line.strip() == line


@given(text)
def test_what_is_shown_is_harmless_and_nothing_else_is_touched(original: str) -> None:
    line = shown(original)
    assert _is_harmless(line)
    assert shown(line) == line
    if _is_harmless(original):
        assert line == original


@given(text)
def test_reading_gives_a_text_or_a_sentence(original: str) -> None:
    sentence = ""
    try:
        assert read(written(read(original))) == read(original)
    except ValueError as error:
        sentence = str(error)
    assert _is_harmless(sentence)
    assert not sentence or sentence.endswith(".")


@pytest.mark.parametrize(
    ("original", "seen", "line"),
    [
        ("Vectors, what even are they?", "Vectors, what even are they?", "Vectors, what even are they?"),
        ("\x1b[2J", r"\x1b[2J", r"\x1b[2J"),
        ("C:\\new", "C:\\new", r"C:\\new"),
        ("one\r\n\ttwo\rthree", "one\n\ttwo\\rthree", r"one\r\n\ttwo\rthree"),
        ("\x9b\u202egpj.exe\u2066", r"\x9b\u202egpj.exe\u2066", r"\x9b\u202egpj.exe\u2066"),
        (" \u05d0\u200f\U0001f469 ", " \u05d0\u200f\U0001f469 ", "\\x20\u05d0\u200f\U0001f469\\x20"),
        ("\ud83d\u2028", "\\ud83d\u2028", r"\ud83d\u2028"),
    ],
)
def test_shown_and_written(original: str, seen: str, line: str) -> None:
    assert shown(original) == seen
    assert written(original) == line


@pytest.mark.parametrize("wrong", ["\\", "\\q", "C:\\Users", "\\x1", "\\u20", "\\U00110000", "\\\x1b"])
def test_a_backslash_that_begins_no_escape_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"is no escape\..* a backslash itself is written"):
        read(wrong)
