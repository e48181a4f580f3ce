"""The admin's dashboard: the business of 90 days as a chart and day by day, and all of it in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters, on, work
from textual.containers import Horizontal, Vertical

from api_client.documents import Snapshot
from api_client.errors import ApiError
from api_client.sales_rows import DayRow, StatsRow, stats_row
from screens.admin.place import AdminPlace
from widgets.admin.day_list import DayList, stats_facts
from widgets.admin.sales_chart import SalesChart
from widgets.facts_pane import FactsPane
from widgets.filter_bar import FilterBar
from widgets.money import cents
from widgets.paint import Piece
from widgets.row_list import RowList
from widgets.state_panel import StatePanel
from widgets.text import plural
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.library import Library
    from widgets.facts_pane import Facts


class DashboardScreen(AdminPlace[DayRow]):
    """What was earned, when, and with how much; days are those of UTC."""

    MODE = "admin/dashboard"
    FOOTER = ("admin.next_place", "page.refresh", "page.details")

    title_line = getters.query_one(TitleLine)
    chart = getters.query_one(SalesChart)

    def __init__(self, library: Library) -> None:
        super().__init__(library, DayList())
        self._stats: StatsRow | None = None
        self._error: ApiError | None = None

    def compose_body(self) -> ComposeResult:
        """As every place, with the sums and the chart above the days."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield FilterBar()
                yield TitleLine("")
                yield SalesChart()
                yield self.rows
                yield StatePanel()
            yield FactsPane(classes="pane")

    def facts(self) -> Facts | None:
        """The same for every day."""
        return stats_facts(self._stats) if self._stats is not None else None

    def again(self, library: Library) -> DashboardScreen:
        """As another viewer is shown it, if that one is an admin, too."""
        return DashboardScreen(library)

    def on_mount(self) -> None:
        """Ask the server."""
        self._show()
        self.load()

    def action_reload(self) -> None:
        """Ask again."""
        super().action_reload()
        self.load()

    @work(exclusive=True, group="stats")
    async def load(self) -> None:
        """Show what the server says; if it does not answer, what it said before stays."""
        try:
            self._stats = stats_row(await self.library.administer(lambda admin: admin.sales.stats()))
            self._error = None
        except ApiError as error:
            self._error = error
        if self.is_attached:
            self._show()

    def _show(self) -> None:
        stats = self._stats
        days = stats.days if stats else ()
        self.rows.show_rows(days[::-1])
        self.chart.days = days
        self.chart.display = bool(days)
        if stats is not None:
            self.title_line.title = f"{cents(stats.net_sales_in_cents)} net"
            words = f"{plural(stats.purchase_count, 'sale')} · {plural(stats.customer_count, 'customer')}"
            self.title_line.beside = [Piece(words, "muted")]
        self.show_place("numbers", Snapshot(days or None, error=self._error), None, len(days), None)
        self._point()

    @on(RowList.Highlighted)
    def _point(self) -> None:
        """The chart shows which day is selected."""
        self.chart.selected = len(self.chart.days) - 1 - self.rows.cursor if self.rows.cursor >= 0 else -1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Days are not looked for by words."""
        return False if action == "filter" else super().check_action(action, parameters)
