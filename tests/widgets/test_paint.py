"""Lines of pieces."""

from __future__ import annotations

import pytest

from widgets.paint import Piece, cells, first_lines, wrap
from widgets.text import IN_A_SENTENCE, brief


@pytest.mark.parametrize("text", ["x" * 200, "日本語" * 60, "word " * 60])
def test_an_ellipsis_has_room_in_a_line_that_is_full(text: str) -> None:
    """It was cut off again, so that a text that was cut looked whole."""
    lines = first_lines(wrap(text, 20), 3)
    assert len(lines) == 3
    assert max(map(cells, lines)) <= 20
    assert lines[-1][-1].text.endswith("…")


def test_lines_that_are_few_enough_stay_as_they_are() -> None:
    assert first_lines([[Piece("one.")], [Piece("two.")]], 2) == [[Piece("one.")], [Piece("two.")]]


def test_a_name_in_a_sentence_is_short_and_never_nothing() -> None:
    assert brief("") == "(untitled)"
    assert len(brief("x" * 10_000)) == IN_A_SENTENCE
