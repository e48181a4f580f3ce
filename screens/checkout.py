"""The checkout card: the amount, the link to pay, and how far the payment is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive

from screens.dialog import Dialog
from screens.requests import Buy, CancelCheckout, CopyText, ShowCode
from widgets.checkout_card import CheckoutCard
from widgets.dialog_foot import DialogFoot
from widgets.side_code import SideCode
from widgets.text import one_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.checkout_state import CheckoutState

BESIDE = 80
"""Columns from which the code stands beside the text."""


class CheckoutScreen(Dialog[None]):
    """One checkout, as the app knows it. The card can be closed at any time: the app goes on waiting."""

    CSS_PATH = "checkout.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "pay", "Pay in the browser", id="checkout.pay", tooltip="Open the link, or try again"),
        Binding("y", "copy_link", "Copy link", id="checkout.copy", tooltip="Copy the link"),
        Binding("Q", "show_code", "Code", id="checkout.code", tooltip="The link as a QR code"),
        Binding("D", "cancel", "Cancel the order", id="checkout.cancel", tooltip="Give it up: the link ends"),
        Binding("escape", "close", "Close", id="checkout.close", tooltip="Close the card; the order stays"),
        Binding("f1", "app.show_help", "Help", show=False, id="checkout.help", tooltip="Every key that works here"),
    ]

    card = getters.query_one(CheckoutCard)
    code = getters.query_one(SideCode)
    foot = getters.query_one(DialogFoot)

    contents: reactive[str] = reactive("", init=False)
    """What is in the product, on one line; it may come later."""

    def __init__(self, product_id: str) -> None:
        super().__init__()
        self.product_id = product_id

    def compose_inside(self) -> ComposeResult:
        """What is said, and the code beside it."""
        with Horizontal(classes="sides"):
            with VerticalScroll(can_focus=False):
                yield CheckoutCard()
            yield SideCode(BESIDE)
        yield DialogFoot([], [("escape", "Close")])

    def on_mount(self) -> None:
        """Follow what the app knows."""
        self.card.contents = self.contents
        self.set_interval(10, self.card.refresh)
        self.app.checkouts_signal.subscribe(self, self._take)
        self._show()

    @property
    def state(self) -> CheckoutState | None:
        """The checkout as it is known now."""
        return self.app.checkouts.get(self.product_id)

    def watch_contents(self, contents: str) -> None:
        """It is known now."""
        if self.is_mounted:
            self.card.contents = contents

    def _take(self, _product_id: str) -> None:
        self._show()

    def _show(self) -> None:
        self.card.state = self.state
        self.code.place(self._link)
        self.refresh_bindings()
        self._show_keys()

    def on_resize(self) -> None:
        """The code is beside the text only where all of it has room."""
        self.code.place(self._link)

    @property
    def _link(self) -> str:
        state = self.state
        return state.link if state is not None and state.step == "open" else ""

    def _show_keys(self) -> None:
        step = self.state.step if self.state else ""
        labels = {"checkout.pay": "Try again"} if step in ("not_opened", "expired", "failed") else {}
        active = {each.binding.id: each.binding for each in self.active_bindings.values() if each.enabled}
        shown = [active[id] for id in ("checkout.pay", "checkout.copy", "checkout.cancel") if id in active]
        self.foot.left = [(each.key, labels.get(each.id or "", each.description)) for each in shown]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done now."""
        step = self.state.step if self.state else ""
        match action:
            case "pay":
                return bool(self._link) or step in ("not_opened", "expired", "cancelled", "failed")
            case "copy_link" | "show_code":
                return bool(self._link)
            case "cancel":
                return step == "open"
            case _:
                return super().check_action(action, parameters)

    # --- actions

    def action_pay(self) -> None:
        """Open the link; where there is none any more, begin again."""
        if self._link:
            self.app.open_url(self._link)
        elif (state := self.state) is not None:
            self.post_message(Buy(state.product_id, state.product_name))

    def action_copy_link(self) -> None:
        """Copy the link."""
        self.post_message(CopyText(self._link, "link"))

    def action_show_code(self) -> None:
        """Show the link as a QR code."""
        if (state := self.state) is not None:
            self.post_message(ShowCode(self._link, f"Pay for {one_line(state.product_name)}"))

    def action_cancel(self) -> None:
        """Give the order up."""
        self.post_message(CancelCheckout(self.product_id))

    def action_close(self) -> None:
        """Close the card; the order stays."""
        self.dismiss()
