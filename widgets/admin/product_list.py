"""All products, as admins list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.admin_rows import AdminProductRow
from widgets.admin.cells import ROOMY, cell, named_row
from widgets.facts_pane import FactGroup, Facts
from widgets.marks import marks
from widgets.money import dollars
from widgets.paint import Line, Piece
from widgets.row_list import RowList
from widgets.text import plural

if TYPE_CHECKING:
    from widgets.facts_pane import Pair


class AdminProductList(RowList[AdminProductRow]):
    """Name, price, visibility, courses, buyers."""

    def row_id(self, row: AdminProductRow) -> str:
        """The product's id."""
        return row.id

    def draw(self, row: AdminProductRow, width: int, selected: bool) -> Line:
        """One product; muted where it is not in the store."""
        private = row.status == "private"
        tone = "text strong" if selected else "muted" if private else "text"
        mark = Piece(marks().locked if private else " " * marks().width, "faint")
        columns = (
            *([cell(row.status, 10, "faint" if private else "muted")] if width >= ROOMY else []),
            cell(dollars(row.price_in_dollars), 11, "text"),
            cell(plural(row.customer_count, "buyer"), 12),
            cell(plural(len(row.course_names), "course"), 11),
        )
        return named_row(mark, row.name, tone, columns, width)


def product_facts(product: AdminProductRow) -> Facts:
    """What the pane says of a product."""
    facts: tuple[Pair, ...] = (
        ("Price", dollars(product.price_in_dollars)),
        ("Visibility", product.status),
        ("Buyers", f"{product.customer_count:,}"),
        ("Purchases", f"{product.purchase_count:,}"),
    )
    courses = tuple((name, "") for name in product.course_names)
    return Facts(product.name, "", facts, (FactGroup("Courses", courses),) if courses else ())
