"""A list that comes in pages: it says when its end comes near, for more to be added."""

from __future__ import annotations

from typing import TypeVar

from textual.message import Message

from widgets.row_list import RowList

R = TypeVar("R")

AHEAD = 20
"""Rows before the end at which more are asked for."""


class EndNear(Message):
    """The last rows are in view, or nearly."""


class PagedList(RowList[R]):
    """Rows of which the server has more."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolled, by wheel or by keys."""
        super().watch_scroll_y(old_value, new_value)
        self._look_ahead(round(new_value) + self.size.height)

    def watch_cursor(self, old: int, new: int) -> None:
        """The cursor moved."""
        super().watch_cursor(old, new)
        self._look_ahead(new)

    def _look_ahead(self, row: int) -> None:
        if row + AHEAD >= len(self.rows):
            self.post_message(EndNear())
