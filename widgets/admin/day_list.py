"""The last days of the business, and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.sales_rows import DayRow
from widgets.admin.cells import cell, named_row
from widgets.facts_pane import FactGroup, Facts
from widgets.marks import marks
from widgets.money import cents
from widgets.paint import Line, Piece
from widgets.row_list import RowList
from widgets.text import plural

if TYPE_CHECKING:
    from api_client.sales_rows import StatsRow


class DayList(RowList[DayRow]):
    """Day, what was paid on it, what was given back, newest first."""

    def row_id(self, row: DayRow) -> str:
        """The day."""
        return row.day.isoformat()

    def draw(self, row: DayRow, width: int, selected: bool) -> Line:
        """One day; muted where nothing happened."""
        quiet = not (row.purchase_count or row.refunded_in_cents)
        tone = "text strong" if selected else "muted" if quiet else "text"
        columns = (
            cell(cents(row.sales_in_cents) if row.purchase_count else marks().dot, 14, "muted"),
            cell(plural(row.purchase_count, "sale") if row.purchase_count else "", 10),
            cell(f"{cents(row.refunded_in_cents)} refunded" if row.refunded_in_cents else "", 22, "warning"),
        )
        return named_row(Piece(" " * marks().width), f"{row.day:%a} {row.day.day} {row.day:%b}", tone, columns, width)


def stats_facts(stats: StatsRow) -> Facts:
    """The numbers of the business, then those of the catalog."""
    catalog = (
        ("Products", f"{stats.product_count:,}"),
        ("Courses", f"{stats.course_count:,}"),
        ("Sections", f"{stats.section_count:,}"),
        ("Lessons", f"{stats.lesson_count:,}"),
        ("Completions", f"{stats.completion_count:,}"),
    )
    return Facts(
        "In all",
        "",
        (
            ("Net sales", cents(stats.net_sales_in_cents)),
            ("Refunded", cents(stats.refunded_in_cents)),
            ("Sales", f"{stats.purchase_count:,}"),
            ("Full refunds", f"{stats.refund_count:,}"),
            ("Customers", f"{stats.customer_count:,}"),
            ("Purchases of a customer", f"{stats.average_purchases:.1f}"),
        ),
        (FactGroup("Catalog", catalog),),
    )
