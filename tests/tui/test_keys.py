"""Keys as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding

from tui.keys import key_display
from widgets.marks import ASCII, UNICODE, use_marks

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _unicode() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  # autouse
    yield
    use_marks(UNICODE)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("question_mark", "?"), ("exclamation_mark", "!"), ("slash", "/"), ("minus", "-"), ("equals_sign", "="),
        ("left_square_bracket", "["), ("comma", ","), ("colon", ":"), ("escape", "esc"), ("pagedown", "pgdn"),
        ("space", "space"), ("D", "D"), ("f1", "f1"), ("ctrl+p", "^p"), ("shift+tab", "shift+tab"), ("enter", "↵"),
        ("up", "↑"),
    ],
)  # fmt: skip
def test_key_display(key: str, written: str) -> None:
    assert key_display(Binding(key, "")) == written


def test_in_ascii_keys_are_words() -> None:
    use_marks(ASCII)
    assert [key_display(Binding(key, "")) for key in ("enter", "up", "slash")] == ["enter", "up", "/"]
