"""The checkout's text: what is bought for how much, how far one is, and what to do next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.reactive import reactive

from widgets.block import Block
from widgets.marks import marks
from widgets.money import cents
from widgets.paint import Line, Piece, spread, wrap
from widgets.sign_in_card import time_left
from widgets.steps import step_lines, step_sign
from widgets.text import one_line

if TYPE_CHECKING:
    from api_client.checkout_state import CheckoutState

LOW = 16
"""Rows of the terminal below which there are no blank lines, and no step but the present one."""
TALL = 30
_OPENING = "Opening the order"
_WORDS = ("Order opened", "Waiting for the payment", "Paid", "Access granted")
_PRESENT = {"opening": 0, "open": 1, "processing": 2, "complete": 4}
_SENTENCES = {
    "opening": "Asking the server to open the order.",
    "open": "Pay in the browser, or scan the code. This card may be closed: access arrives by itself.",
    "processing": "The payment is on its way; with this means it can take some days. Access arrives by itself.",
    "complete": "It is yours. What was locked is open now.",
    "expired": "The link ended before anything was paid. Nothing was charged.",
    "cancelled": "The order was cancelled. Nothing was charged.",
    "failed": "The payment failed. Nothing was charged, and nothing was granted.",
    "not_opened": "The order was not opened. Nothing was charged.",
}
_DOUBLE = "You owned it already, and this was a second payment. Whoever runs the server sees it, and can refund it."


class CheckoutCard(Block):
    """Title and amount, the steps, what to do, the link."""

    state: reactive[CheckoutState | None] = reactive["CheckoutState | None"](None, layout=True)
    contents: reactive[str] = reactive("", layout=True)
    """What is in the product, on one line."""

    def compose_lines(self, width: int) -> list[Line]:
        """All that there is to say now."""
        state, height = self.state, self.app.size.height
        if state is None:
            return []
        blocks = [self._head(state, width), self._steps(state, width), self._words(state, width)]
        blocks += [self._link(state, width), self._trouble(state, width)]
        lines: list[Line] = []
        for block in filter(None, blocks):
            lines += [[], *block] if lines and height >= LOW else block
        return lines

    def _head(self, state: CheckoutState, width: int) -> list[Line]:
        amount = "" if state.amount_in_cents is None else cents(state.amount_in_cents)
        title = spread([Piece(one_line(state.product_name), "strong")], [Piece(amount, "strong")], width)
        if self.app.size.height < LOW or not self.contents:
            return [title]
        return [title, *wrap(self.contents, width, "muted")]

    def _steps(self, state: CheckoutState, width: int) -> list[Line]:
        height = self.app.size.height
        present = _PRESENT.get(state.step)
        if present is None:
            return []
        if height < LOW:
            word = _WORDS[min(present, len(_WORDS) - 1)] if present else _OPENING
            return [spread([step_sign(0), Piece(f" {word}", "strong")], [Piece(self._left(state), "muted")], width)]
        besides = (self._opened(state), self._left(state), "", "")
        words = _WORDS if present else (_OPENING, *_WORDS[1:])
        return step_lines(tuple(zip(words, besides, strict=True)), present, width, joined=height >= TALL)

    def _opened(self, state: CheckoutState) -> str:
        return f"{state.opened_at.astimezone():%H:%M:%S}" if state.opened_at else ""

    def _left(self, state: CheckoutState) -> str:
        return time_left(state.expires_at, datetime.now(UTC)) if state.step == "open" else ""

    def _words(self, state: CheckoutState, width: int) -> list[Line]:
        ended = state.step in ("expired", "cancelled", "failed", "not_opened")
        if self.app.size.height < LOW and state.step in ("open", "opening"):
            return []
        lines = wrap(_SENTENCES[state.step], width, "text" if ended or state.step == "complete" else "muted")
        return [*lines, *wrap(_DOUBLE, width, "warning")] if state.double else lines

    def _link(self, state: CheckoutState, width: int) -> list[Line]:
        """In full: a part of it is of no use to whoever types it or takes it with the mouse."""
        if state.step != "open" or not state.link:
            return []
        return [[piece._replace(action="screen.pay") for piece in line] for line in wrap(state.link, width, "link")]

    def _trouble(self, state: CheckoutState, width: int) -> list[Line]:
        if not state.trouble:
            return []
        if state.step == "not_opened":
            return wrap(f"{marks().refused} {state.trouble}", width, "error")
        return wrap(f"{marks().waiting} {state.trouble} It is asked again by itself.", width, "warning")
