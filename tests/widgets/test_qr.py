"""QR codes."""

from __future__ import annotations

import segno

from widgets.qr import code_size, modules


def test_cells_are_those_of_the_code() -> None:
    link = "https://example.com/watch?v=1"
    expected = tuple(
        tuple(bool(cell) for cell in row) for row in segno.make_qr(link, error="l", boost_error=False).matrix
    )
    assert modules(link) == expected


def test_a_column_a_cell_and_two_cells_a_row() -> None:
    side = len(modules("https://example.com/"))
    assert code_size("https://example.com/", 2) == (side + 4, (side + 5) // 2)


def test_what_is_too_long_for_a_code_has_none() -> None:
    assert code_size("x" * 5_000, 2) == (0, 0)
