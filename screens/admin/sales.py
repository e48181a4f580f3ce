"""The admin's sales: a page at a time, with the sums of all that the filter lets through; refunds, and a table."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from api_client.errors import ApiError
from api_client.sales_rows import RefundRow, SaleRow, refund_row, sale_rows, totals_row
from screens.admin.paged_place import PagedPlace
from screens.admin.refunding import ask_for_refund
from screens.admin.sales_export import write_new
from screens.admin.sales_views import VIEWS, SalesView, view_after
from widgets.admin.sale_list import SaleList, sale_facts, sale_state
from widgets.admin.sales_totals import sales_totals
from widgets.facts_pane import FactsPane
from widgets.filter_bar import FilterBar
from widgets.paint import Piece
from widgets.row_list import RowList
from widgets.state_panel import KeyHelp, PanelState, StatePanel
from widgets.text import one_line, plural
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer

    from api_client.library import Library
    from api_client.models.admin import SalesPage
    from api_client.resources.admin.admin import Admin
    from api_client.resources.admin.sales_filter import SalesFilter
    from widgets.facts_pane import Facts

RESTING = 0.2
"""Seconds on a row after which the server is asked what a refund of it would do."""
_OTHER = KeyHelp("f", "Other sales", action="screen.next_view")


class AdminSalesScreen(PagedPlace["SalesPage", SaleRow]):
    """Every sale of the server, newest first."""

    MODE = "admin/sales"
    WHAT = "sales"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "next_view", "State", id="admin_sales.view", tooltip="All, not refunded, refunded, paid twice"),
        Binding("F", "refund", "Refund", id="admin_sales.refund", tooltip="Give the price back, and end the access"),
        Binding("E", "export", "Export", id="admin_sales.export", tooltip="Write all of these to a file for sheets"),
    ]
    FOOTER = (
        "filter.leave", "filter.clear", "admin_sales.view", "admin_sales.refund", "admin.filter", "admin_sales.export",
        "admin.next_place", "page.details",
    )  # fmt: skip
    OF_A_ROW = PagedPlace.OF_A_ROW | {"refund", "export"}

    view: reactive[SalesView] = reactive(VIEWS[0], init=False)

    title_line = getters.query_one(TitleLine)

    def __init__(self, library: Library) -> None:
        super().__init__(library, SaleList())
        self._refunds: dict[str, RefundRow] = {}
        """What refunds would do, by the sale's id."""
        self._resting: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """As every place, with the sums above the list."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield FilterBar()
                yield TitleLine("")
                yield self.rows
                yield StatePanel()
            yield FactsPane(classes="pane")

    def facts(self) -> Facts | None:
        """Of the selected sale."""
        return sale_facts(row, self._refunds.get(row.id)) if (row := self.rows.selected) is not None else None

    def again(self, library: Library) -> AdminSalesScreen:
        """As another viewer is shown them, if that one is an admin, too."""
        return AdminSalesScreen(library)

    # --- finding

    @property
    def chosen(self) -> SalesFilter:
        """What a sale must be to be shown."""
        return self.view.chosen._replace(words=self.words)

    def watch_view(self) -> None:
        """Other sales."""
        self.begin_again()

    def asking(self, cursor: str | None) -> Callable[[Admin], Awaitable[SalesPage]]:
        """What the filter lets through."""
        chosen = self.chosen
        return lambda admin: admin.sales.page(chosen, cursor=cursor)

    def rows_of(self, page: SalesPage) -> Sequence[SaleRow]:
        """The sales of a page."""
        return sale_rows(page.items)

    def total(self, page: SalesPage) -> int:
        """The server counts them with each page."""
        return page.totals.purchase_count

    def forget(self) -> None:
        """What refunds would do, too: one may have been made."""
        super().forget()
        self._refunds = {}

    def show(self) -> None:
        """With the sums, and what there is instead of sales in this view."""
        super().show()
        self.title_line.title = self.view.name
        sums = " · ".join(sales_totals(totals_row(self.page.totals))) if self.page else ""
        self.title_line.beside = [Piece(sums, "muted")] if sums else []
        if self.page and not self.rows.rows and not self.words:
            self.show_state(PanelState("empty", self.view.nothing, "", [_OTHER]))
        self._rest()

    # --- the selected one

    @on(RowList.Highlighted)
    def _rest(self) -> None:
        row = self.rows.selected
        if self._resting is not None:
            self._resting.stop()
        if row is None:
            return
        if self.size.width < 66 and self._error is None:
            self.say(sale_state(row))
        if row.id not in self._refunds and row.refunded_at is None:
            self._resting = self.set_timer(RESTING, self.plan)

    @work(exclusive=True, group="plan")
    async def plan(self) -> None:
        """Show in the pane what a refund would do; where that is not known, it says nothing of it."""
        if (row := self.rows.selected) is None:
            return
        try:
            plan = await self.library.administer(lambda admin: admin.sales.plan_refund(row.id))
        except ApiError:
            return  # whoever presses the key is told
        self._refunds[row.id] = refund_row(plan)
        if self.is_attached:
            self.pane.facts = self.facts()

    # --- actions

    def action_next_view(self) -> None:
        """The next filter."""
        self.view = view_after(self.view)

    @work(exclusive=True, group="form")
    async def action_refund(self) -> None:
        """Refund the selected sale, once the word was typed."""
        if (row := self.rows.selected) is not None and await ask_for_refund(self, row):
            self.find()

    @work(exclusive=True, group="export")
    async def action_export(self) -> None:
        """Write every sale that the filter lets through to a new file."""
        chosen = self.chosen
        stem = f"sales-{datetime.now().astimezone():%Y-%m-%d}"
        try:
            page = await self.library.administer(lambda admin: admin.sales.all(chosen))
            path = await asyncio.to_thread(write_new, page.items, stem)
        except ApiError as error:
            self.app.tell(f"Not exported: {error}", severity="error")
        except OSError as error:
            self.app.tell(f"Not exported: {error.strerror}.", severity="error")
        else:
            self.app.tell(f"{plural(len(page.items), 'sale')} written to {one_line(str(path))}.")
