"""What one bought, with receipts, and the orders that are still open."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from api_client.checkout_state import CheckoutState
from api_client.documents import Snapshot, purchases
from api_client.errors import ApiError, Unauthenticated
from api_client.shop_rows import PurchaseRow, purchase_row
from screens.page import Page
from screens.requests import Buy, CopyText, ShowCode
from widgets.header import Place
from widgets.purchase_list import PurchaseList, state_piece
from widgets.purchase_pane import PurchaseDetails, PurchasePane
from widgets.row_list import RowList
from widgets.state_panel import LOADING, KeyHelp, PanelState, StatePanel
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.library import Library
    from api_client.models import Purchase
    from api_client.status import SyncStatus

_LOG = logging.getLogger(__name__)
_RETRY = KeyHelp("r", "Try again", action="screen.reload")
_STORE = KeyHelp("2", "Store", "what is sold", action="app.show_tab('store')")
_SIGN_IN = KeyHelp("S", "Sign in", "and your purchases are here", action="app.sign_in")


class PurchasesScreen(Page):
    """Purchases; the side pane has the receipt of the selected one."""

    CSS_PATH = "purchases.tcss"
    AUTO_FOCUS = "PurchaseList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open_receipt", "Receipt", id="purchases.receipt", tooltip="Open the receipt in the browser"),
        Binding("y", "copy_link", "Copy link", id="purchases.copy", tooltip="Copy the receipt's link"),
        Binding("Q", "show_code", "Code", show=False, id="purchases.code", tooltip="The link as a QR code"),
        Binding("Y", "copy_id", "Copy id", show=False, id="purchases.copy_id", tooltip="Copy the purchase's id"),
    ]
    FOOTER = ("list.open", "purchases.receipt", "purchases.copy", "page.details", "page.refresh")
    FOOTER_END = ("app.help", "app.palette")

    snapshot: reactive[Snapshot[tuple[Purchase, ...]]] = reactive(
        Snapshot["tuple[Purchase, ...]"](None, loading=True), init=False
    )

    purchases = getters.query_one(PurchaseList)
    panel = getters.query_one(StatePanel)
    pane = getters.query_one(PurchasePane)
    title_line = getters.query_one(TitleLine)

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._links: dict[str, str] = {}
        """Links of receipts that are known, by the purchase's id."""

    def compose_body(self) -> ComposeResult:
        """Title, list, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield TitleLine("Purchases")
                yield PurchaseList()
                yield StatePanel()
            yield PurchasePane(classes="pane")

    def on_mount(self) -> None:
        """Follow what was bought, and what is being bought."""
        self.place = Place("Purchases")
        self.app.checkouts_signal.subscribe(self, self._take_checkout)
        self._show()
        self.follow_purchases()

    def again(self, library: Library) -> PurchasesScreen:
        """What another viewer bought."""
        return PurchasesScreen(library)

    @work(exclusive=True, group="purchases")
    async def follow_purchases(self) -> None:
        """Take every new state of the purchases."""
        async for snapshot in self.follow(purchases()):
            self.snapshot = snapshot

    # --- what is shown

    def watch_snapshot(self) -> None:
        """Rows change in place; the cursor stays on its purchase."""
        self._show()

    def watch_sync(self, status: SyncStatus) -> None:
        """Whether there is an account decides what is said."""
        super().watch_sync(status)
        if self.is_mounted:
            self._show()

    def _take_checkout(self, _product_id: str) -> None:
        self._show()

    def _show(self) -> None:
        waiting = [state for state in self.app.checkouts.values() if state.pending]
        rows = [*reversed(waiting), *(purchase_row(each) for each in self.snapshot.value or ())]
        self.purchases.show_rows(rows)
        self.purchases.display = bool(rows)
        self.panel.display = not rows
        if not rows:
            self.panel.state = self._nothing()
        self.say_error(self.snapshot.error if rows else None)
        self._show_selected()

    def _nothing(self) -> PanelState:
        snapshot = self.snapshot
        if self.sync.anonymous or isinstance(snapshot.error, Unauthenticated):
            return PanelState("signed_out", "Purchases need an account", "You are not signed in here.", [_SIGN_IN])
        if snapshot.value is None and snapshot.error is not None:
            return PanelState("failed", "The purchases could not be loaded", str(snapshot.error), [_RETRY])
        if snapshot.value is None:
            return LOADING
        return PanelState("empty", "Nothing was bought yet", "What you buy comes here, with its receipt.", [_STORE])

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_selected()

    def _show_selected(self) -> None:
        row = self.purchases.selected
        if row is None:
            self.pane.details = None
        else:
            self.pane.details = PurchaseDetails(row, self.sync.viewer, self.library.label, self._link)
            if self.size.width < 66 and self.snapshot.error is None:
                self.say(state_piece(row))
        if isinstance(row, PurchaseRow) and row.paid_in_cents and row.id not in self._links:
            self.read_receipt(row.id)
        self.refresh_bindings()

    @work(exclusive=True, group="receipt")
    async def read_receipt(self, purchase_id: str) -> None:
        """The link of the provider's receipt, which is known only to the server."""
        try:
            purchase = await self.library.shop(lambda shop: shop.purchase(purchase_id))
        except ApiError as error:
            _LOG.info("the receipt is not known: %s", error.sentence)
            return
        self._links[purchase_id] = purchase.receipt_url or ""
        if self.purchases.selected_id == purchase_id:
            self._show_selected()

    @property
    def _link(self) -> str:
        row = self.purchases.selected
        if isinstance(row, CheckoutState):
            return row.link
        return self._links.get(row.id, "") if row is not None else ""

    # --- actions

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        row = self.purchases.selected
        if isinstance(row, CheckoutState):
            self.post_message(Buy(row.product_id, row.product_name))
        elif row is not None and self.app.screen is self:
            self.app.open_product(row.product_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a link there is nothing to open or copy."""
        if action in ("open_receipt", "copy_link", "show_code") and self.is_mounted:
            return bool(self._link)
        return super().check_action(action, parameters)

    def action_open_receipt(self) -> None:
        """Open the receipt in the browser."""
        self.app.open_url(self._link)

    def action_copy_link(self) -> None:
        """Copy the link."""
        self.post_message(CopyText(self._link, "link"))

    def action_show_code(self) -> None:
        """Show the link as a QR code."""
        self.post_message(ShowCode(self._link, "Receipt"))

    def action_copy_id(self) -> None:
        """The id of the purchase, for the command line."""
        if isinstance(row := self.purchases.selected, PurchaseRow):
            self.post_message(CopyText(row.id, "purchase's id"))
