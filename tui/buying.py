"""Buying: orders are opened, shown, and waited for, however long the payment takes."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import on, work

from api_client.checkout_state import CheckoutState
from api_client.checkout_watch import PENDING, follow_checkout
from api_client.documents import products
from api_client.errors import ApiError
from api_client.shop_rows import product_row
from screens import requests
from tui.marking import Marking
from widgets.money import dollars
from widgets.product_pane import contents
from widgets.text import brief, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.auth.accounts import Account
    from api_client.library import Library
    from api_client.models import Checkout
    from api_client.shop_rows import ProductRow
    from api_client.status import SyncStatus

_LOG = logging.getLogger(__name__)
_ENDS = {
    "complete": ("is yours", "information"),
    "expired": ("was not paid in time; nothing was charged", "warning"),
    "failed": ("could not be paid; nothing was charged", "warning"),
    "cancelled": ("was cancelled; nothing was charged", "information"),
}
"""What is told of a checkout at its end, behind the product's name."""
_CHECKOUTS = "checkouts"
"""The group of the workers that wait for payments."""


class Buying(Marking):
    """The part of the app that buys."""

    def on_mount(self) -> None:
        """Go on with what was begun before: a checkout survives the terminal that it was begun in."""
        self._pick_up(self.library)

    async def switch(self, server: str, account: Account | None) -> Library:
        """Wait for what the other account buys, and for nothing of this one's any more."""
        self.workers.cancel_group(self, _CHECKOUTS)
        self.checkouts.clear()
        old = await super().switch(server, account)
        self._pick_up(self.library)
        return old

    # --- the card

    @on(requests.Buy)
    def _buy(self, request: requests.Buy) -> None:
        if self.library.status.anonymous:
            self._buy_once_signed_in(request)
        else:
            self._show_card(request.product_id, request.product_name)

    @on(requests.BuyCourse)
    @work(group="offer", exclusive=True)
    async def _buy_one_of(self, request: requests.BuyCourse) -> None:
        from screens.choice import ChoiceScreen

        names = {f"{one_line(each.name)}, {dollars(each.price_in_dollars)}": each for each in request.offers}
        chosen = next(iter(names))
        if len(names) > 1:
            chosen = await self.push_screen_wait(ChoiceScreen("It is part of", tuple(names)))
        if chosen:
            self.post_message(requests.Buy(names[chosen].id, names[chosen].name))

    @work(group="sign-in")
    async def _buy_once_signed_in(self, request: requests.Buy) -> None:
        if await self.sign_in(self.switchboard.server):
            self._show_card(request.product_id, request.product_name)

    def _show_card(self, product_id: str, name: str) -> None:
        from screens.checkout import CheckoutScreen

        known = self.checkouts.get(product_id)
        if known is None or not known.pending:
            self._put(CheckoutState(product_id, name))
            self._begin(product_id, self.library)
        if not (isinstance(self.screen, CheckoutScreen) and self.screen.product_id == product_id):
            self._push_card(product_id, self.library)

    @work(group="card", exclusive=True)
    async def _push_card(self, product_id: str, library: Library) -> None:
        from screens.checkout import CheckoutScreen

        screen = CheckoutScreen(product_id)
        self.push_screen(screen)
        if product := await _product(library, product_id):
            screen.contents = contents(product)

    # --- the order

    @work(group=_CHECKOUTS)
    async def _begin(self, product_id: str, library: Library) -> None:
        try:
            checkout = await library.shop(lambda shop: shop.begin(product_id))
        except ApiError as error:
            if state := self.checkouts.get(product_id):
                self._put(replace(state, step="not_opened", trouble=error.sentence))
            library.refresh()  # it may be owned already, or not be sold any more
            return
        await self._wait_for(checkout, library)

    @work(group=_CHECKOUTS)
    async def _go_on(self, checkout: Checkout, library: Library) -> None:
        product = await _product(library, str(checkout.product_id))
        name = product.name if product else "What you are buying"
        self._put(CheckoutState(str(checkout.product_id), name))
        await self._wait_for(checkout, library)

    async def _wait_for(self, checkout: Checkout, library: Library) -> None:
        """Follow a checkout to its end, and tell of it."""
        product_id = str(checkout.product_id)
        try:
            async for seen in follow_checkout(library, checkout):
                state = self.checkouts.get(product_id)
                if state is None:  # another account is in use
                    return
                if isinstance(seen, ApiError):
                    self._put(replace(state, trouble=seen.sentence))
                else:
                    self._put(state.seen(seen, datetime.now(UTC)))
        except ApiError as error:
            if state := self.checkouts.get(product_id):
                self._put(replace(state, step="not_opened", trouble=error.sentence))
            return
        if state := self.checkouts.get(product_id):
            self._tell_end(state)
        library.refresh()

    def _tell_end(self, state: CheckoutState) -> None:
        words, severity = _ENDS[state.step]
        name = brief(state.product_name)
        if state.double:
            self.tell(f"{name} was paid for twice. Whoever runs the server can refund it.", severity="warning")
        elif severity == "warning":
            self.tell(f"{name} {words}.", severity="warning")
        else:
            self.tell(f"{name} {words}.")

    def _put(self, state: CheckoutState) -> None:
        self.checkouts.pop(state.product_id, None)
        self.checkouts[state.product_id] = state
        self.checkouts_signal.publish(state.product_id)

    @on(requests.CancelCheckout)
    def _take_cancel(self, request: requests.CancelCheckout) -> None:
        if state := self.checkouts.get(request.product_id):
            self._cancel(state, self.library)

    @work(group="cancel")
    async def _cancel(self, state: CheckoutState, library: Library) -> None:
        try:
            await library.shop(lambda shop: shop.cancel(state.id))
        except ApiError as error:
            self.tell(f"Not cancelled: {error}", severity="error")

    # --- at the start

    @work(group=_CHECKOUTS)
    async def _pick_up(self, library: Library) -> None:
        """Wait for what was being paid when the last terminal was closed."""
        while True:
            await _signed_in(library)
            try:
                found = await library.shop(lambda shop: shop.open())
                break
            except ApiError as error:
                _LOG.info("open checkouts are not known yet: %s", error.sentence)
                await _offline(library)
        for checkout in found:
            known = self.checkouts.get(str(checkout.product_id))
            if checkout.status in PENDING and known is None:
                self._go_on(checkout, library)


async def _product(library: Library, product_id: str) -> ProductRow | None:
    """The product, as known here if it is; None where nobody can tell."""
    known = (await library.read(products())).value
    if known is None:
        with suppress(ApiError):
            known = (await library.fetch(products())).value
    known = known or ()
    return next((product_row(each) for each in known if str(each.id) == product_id), None)


async def _signed_in(library: Library) -> None:
    await _until(library, lambda status: status.connection == "online" and not status.anonymous)


async def _offline(library: Library) -> None:
    await _until(library, lambda status: status.connection != "online" or status.anonymous)


async def _until(library: Library, condition: Callable[[SyncStatus], bool]) -> None:
    """Wait until the Library's status is so."""
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def hear(_status: SyncStatus) -> None:
        with suppress(RuntimeError):  # the app has ended, and with it the loop
            loop.call_soon_threadsafe(changed.set)

    end = library.listen(hear)
    try:
        while not condition(library.status):
            await changed.wait()
            changed.clear()
    finally:
        end()
