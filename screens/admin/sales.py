"""The admin's sales: a page at a time, with the sums of all that the filter lets through; refunds, and a table."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from api_client.documents import Snapshot
from api_client.errors import ApiError
from api_client.sales_rows import RefundRow, SaleRow, TotalsRow, refund_row, sale_rows, totals_row
from screens.admin.place import AdminPlace
from screens.admin.refunding import ask_for_refund
from screens.admin.sales_export import all_sales, write_new
from screens.admin.sales_views import VIEWS, SalesView, view_after
from widgets.admin.paged_list import EndNear
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
    from textual.app import ComposeResult
    from textual.timer import Timer

    from api_client.library import Library
    from widgets.facts_pane import Facts

RESTING = 0.2
"""Seconds on a row after which the server is asked what a refund of it would do."""
_OTHER = KeyHelp("f", "Other sales", action="screen.next_view")


class AdminSalesScreen(AdminPlace[SaleRow]):
    """Every sale of the server, newest first."""

    MODE = "admin/sales"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "next_view", "Filter", id="admin_sales.view", tooltip="All, not refunded, refunded, paid twice"),
        Binding("F", "refund", "Refund", id="admin_sales.refund", tooltip="Give the price back, and end the access"),
        Binding("E", "export", "Export", id="admin_sales.export", tooltip="Write all of these to a file for sheets"),
    ]
    FOOTER = ("admin_sales.view", "admin_sales.refund", "admin_sales.export", "admin.next_place", "page.details")
    OF_A_ROW = AdminPlace.OF_A_ROW | {"refund", "export"}

    view: reactive[SalesView] = reactive(VIEWS[0], init=False)

    title_line = getters.query_one(TitleLine)

    def __init__(self, library: Library) -> None:
        super().__init__(library, SaleList())
        self._found: dict[str, SaleRow] = {}
        self._totals: TotalsRow | None = None
        """None until something was loaded."""
        self._next: str | None = None
        """The cursor of the next page."""
        self._error: ApiError | None = None
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

    def on_mount(self) -> None:
        """The first page."""
        self._show()
        self.find()

    def action_reload(self) -> None:
        """Ask the server again."""
        super().action_reload()
        self.find()

    # --- finding

    def watch_view(self) -> None:
        """Other sales: those before are not among them."""
        self._found, self._totals, self._next = {}, None, None
        self._show()
        self.find()

    @work(exclusive=True, group="sales")
    async def find(self) -> None:
        """The first page of what the filter lets through."""
        await self._load(None)

    @on(EndNear)
    def _go_on(self) -> None:
        if self._next is not None:
            self.find_more(self._next)
            self._next = None

    @work(exclusive=True, group="sales")
    async def find_more(self, cursor: str) -> None:
        """The page after the last one."""
        await self._load(cursor)

    async def _load(self, cursor: str | None) -> None:
        chosen = self.view.chosen
        try:
            page = await self.library.administer(lambda admin: admin.sales.page(chosen, cursor=cursor))
        except ApiError as error:
            self._error = error
            self._next = cursor
        else:
            before = self._found if cursor else {}
            self._found = before | {row.id: row for row in sale_rows(page.items)}
            self._error, self._next, self._totals = None, page.next_cursor, totals_row(page.totals)
            self._refunds = self._refunds if cursor else {}
        if self.is_attached:
            self._show()

    def _show(self) -> None:
        rows, totals = tuple(self._found.values()), self._totals
        self.rows.show_rows(rows)
        self.title_line.title = self.view.name
        self.title_line.beside = [Piece(" · ".join(sales_totals(totals)), "muted")] if totals else []
        value = rows if totals else None
        self.show_place("sales", Snapshot(value, error=self._error), totals and totals.purchase_count, len(rows), None)
        if totals and not rows:
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The server finds no sales by words."""
        return False if action == "filter" else super().check_action(action, parameters)

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
        chosen = self.view.chosen
        stem = f"sales-{datetime.now().astimezone():%Y-%m-%d}"
        try:
            sales = await self.library.administer(lambda admin: all_sales(admin, chosen))
            path = await asyncio.to_thread(write_new, sales, stem)
        except ApiError as error:
            self.app.tell(f"Not exported: {error}", severity="error")
        except OSError as error:
            self.app.tell(f"Not exported: {error.strerror}.", severity="error")
        else:
            self.app.tell(f"{plural(len(sales), 'sale')} written to {one_line(str(path))}.")
