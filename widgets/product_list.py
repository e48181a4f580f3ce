"""The store's rows: mark, name, courses, lessons, price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.shop_rows import ProductRow
from widgets.course_list import marked
from widgets.marks import marks
from widgets.money import dollars
from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

COURSES_WIDTH = 14
LESSONS_WIDTH = 14
PRICE_WIDTH = 12


def price_piece(product: ProductRow) -> Piece:
    """The word in the last column: the price, unless it is paid."""
    if product.bought:
        return Piece("owned", "success")
    return Piece(dollars(product.price_in_dollars), "text")


class ProductList(RowList[ProductRow]):
    """What is sold, in the order of a view."""

    words: Sequence[str] = ()
    """What the filter looks for, casefolded, to mark it in the names."""

    def row_id(self, row: ProductRow) -> str:
        """The product's id."""
        return row.id

    def draw(self, row: ProductRow, width: int, selected: bool) -> Line:
        """One product."""
        sign = Piece(f"{marks().done} ", "success") if row.bought else Piece("  ")
        left = [Piece("" if self.narrow else " "), sign]
        right = self._right(row, width)
        tone = "text strong" if selected else "muted" if row.bought else "text"
        room = width - cells(left) - cells(right) - 1
        name = cut_line(marked(one_line(row.name), list(self.words), tone), room)
        return [*left, *name, Piece(" " * (room + 1 - cells(name))), *right]

    def _right(self, row: ProductRow, width: int) -> Line:
        price = price_piece(row)
        line = [Piece(" " * (PRICE_WIDTH - len(price.text))), price, Piece("" if self.narrow else "  ")]
        if width >= 58:
            line = [Piece(plural(row.lesson_count, "lesson").rjust(LESSONS_WIDTH), "muted"), *line]
        if width >= 74:
            line = [Piece(plural(len(row.courses), "course").rjust(COURSES_WIDTH), "muted"), *line]
        return line
