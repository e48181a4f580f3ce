"""The store's side pane: what a product is, what is in it, and how much of that would be new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.lines import Lines
from widgets.marks import marks
from widgets.money import dollars
from widgets.paint import Line, Piece, first_lines, spread, wrap
from widgets.plain_text import paragraphs
from widgets.text import one_line, plural

if TYPE_CHECKING:
    from api_client.shop_rows import ProductRow, SoldCourseRow

DESCRIPTION_LINES = 8
MOST_COURSES = 16


def overlap(product: ProductRow) -> str:
    """What of a product the viewer has already; empty where that is nothing, or all by this very product."""
    if not product.owned_count or product.bought:
        return ""
    if product.owned_count == len(product.courses):
        return f"You have {'its course' if product.owned_count == 1 else 'all its courses'} already."
    owned = f"You own {product.owned_count} of {plural(len(product.courses), 'course')}"
    return f"{owned}; {product.new_lesson_count:,} of {plural(product.lesson_count, 'lesson')} are new."


def contents(product: ProductRow) -> str:
    """What is in a product, on one line: `4 courses · 48 lessons, 32 of them new to you`."""
    line = f"{plural(len(product.courses), 'course')} {marks().dot} {plural(product.lesson_count, 'lesson')}"
    return f"{line}, {product.new_lesson_count:,} of them new to you" if product.owned_count else line


class ProductPane(Lines):
    """A product at a glance."""

    product: reactive[ProductRow | None] = reactive["ProductRow | None"](None, repaint=False)

    def watch_product(self) -> None:
        """Another product, or something of it changed."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """Title and price, description, courses, the overlap."""
        product = self.product
        if product is None:
            return []
        blocks = [
            wrap(one_line(product.name), width, "strong"),
            first_lines(wrap(next(iter(paragraphs(product.description)), ""), width, "muted"), DESCRIPTION_LINES),
            [self._course(course, width) for course in product.courses[:MOST_COURSES]],
            self._more(product),
            wrap(overlap(product), width, "warning") if overlap(product) else [],
            self._facts(product, width),
        ]
        lines: list[Line] = []
        for block in filter(None, blocks):
            lines += [[], *block] if lines else block
        return lines

    def _course(self, course: SoldCourseRow, width: int) -> Line:
        signs = marks()
        sign = Piece(f"{signs.done} ", "success") if course.owned else Piece(f"{signs.dot} ", "faint")
        name = Piece(one_line(course.name), "muted" if course.owned else "text")
        count = Piece("owned" if course.owned else plural(course.lesson_count, "lesson"), "muted")
        return spread([sign, name], [count], width)

    def _more(self, product: ProductRow) -> list[Line]:
        left = len(product.courses) - MOST_COURSES
        return [[Piece(f"and {plural(left, 'course')} more", "muted")]] if left > 0 else []

    def _facts(self, product: ProductRow, width: int) -> list[Line]:
        price = "owned" if product.bought else dollars(product.price_in_dollars)
        facts = (("Price", price), ("Lessons", f"{product.lesson_count:,}"))
        return [spread([Piece(label, "faint")], [Piece(value, "muted")], width) for label, value in facts]
