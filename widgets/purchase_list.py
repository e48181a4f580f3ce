"""What one bought, and what one is buying: name, day, amount, state."""

from __future__ import annotations

from rich.cells import cell_len

from api_client.checkout_state import CheckoutState
from api_client.shop_rows import PurchaseRow
from widgets.marks import marks
from widgets.money import cents
from widgets.paint import Line, Piece, cells, cut_line
from widgets.row_list import RowList
from widgets.text import one_line
from widgets.times import day_name

BoughtRow = CheckoutState | PurchaseRow
AMOUNT_WIDTH = 12
DAY_WIDTH = 14
STATE_WIDTH = 16

_WAITING = {
    "opening": "opening",
    "open": "not paid yet",
    "processing": "payment on its way",
}


def state_piece(row: BoughtRow) -> Piece:
    """The word for where an order or a purchase is."""
    if isinstance(row, CheckoutState):
        return Piece(f"{marks().waiting} {_WAITING.get(row.step, row.step)}", "warning")
    if row.refunded_at is not None:
        return Piece("refunded", "muted")
    if row.refunded_in_cents:
        return Piece("partly refunded", "warning")
    return Piece("paid twice", "warning") if row.double else Piece("paid", "success")


class PurchaseList(RowList[BoughtRow]):
    """Orders that are open first, then purchases, the newest first."""

    def row_id(self, row: BoughtRow) -> str:
        """The purchase's id; an order's product's, for it has no other that lasts."""
        return f"checkout:{row.product_id}" if isinstance(row, CheckoutState) else row.id

    def draw(self, row: BoughtRow, width: int, selected: bool) -> Line:
        """One order or purchase."""
        left = [Piece("" if self.narrow else "   ")]
        right = self._right(row, width)
        quiet = isinstance(row, PurchaseRow) and row.refunded_at is not None
        tone = "text strong" if selected else "muted" if quiet else "text"
        room = width - cells(left) - cells(right) - 1
        name = cut_line([Piece(one_line(row.product_name), tone)], room)
        return [*left, *name, Piece(" " * (room + 1 - cells(name))), *right]

    def _right(self, row: BoughtRow, width: int) -> Line:
        amount = row.amount_in_cents if isinstance(row, CheckoutState) else row.paid_in_cents
        words = "" if amount is None else cents(amount) if amount else "free"
        line = [Piece(words.rjust(AMOUNT_WIDTH), "muted"), Piece("" if self.narrow else "  ")]
        if width >= 50:
            state = state_piece(row)
            line = [Piece(" " * (STATE_WIDTH - cell_len(state.text)) + "  "), state, *line]
        if width >= 66:
            day = day_name(row.bought_at) if isinstance(row, PurchaseRow) else ""
            line = [Piece(day.rjust(DAY_WIDTH), "muted"), *line]
        return line
