"""The side pane of purchases: the receipt of the selected one, or what the open order waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.reactive import reactive

from api_client.checkout_state import CheckoutState
from widgets.lines import Lines
from widgets.paint import Line, Piece, first_lines, wrap
from widgets.plain_text import paragraphs
from widgets.receipt import receipt
from widgets.text import one_line

if TYPE_CHECKING:
    from widgets.purchase_list import BoughtRow

DESCRIPTION_LINES = 6
_LABEL = 13


@dataclass(frozen=True, slots=True)
class PurchaseDetails:
    """What the pane shows; the provider's receipt comes later than the rest."""

    row: BoughtRow
    account: str
    server: str
    link: str = ""
    """The provider's receipt, for a browser."""


class PurchasePane(Lines):
    """One purchase."""

    details: reactive[PurchaseDetails | None] = reactive[PurchaseDetails | None](None, repaint=False)

    def watch_details(self) -> None:
        """Another purchase, or more of it."""
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """Title, description, receipt, link."""
        details = self.details
        if details is None:
            return []
        row = details.row
        title = wrap(one_line(row.product_name), width, "strong")
        if isinstance(row, CheckoutState):
            words = "This order is not decided yet. Its card has the link to pay; access arrives by itself."
            return [*title, [], *wrap(words, width, "muted"), *_link(row.link, width)]
        text = first_lines(wrap(next(iter(paragraphs(row.description)), ""), width, "muted"), DESCRIPTION_LINES)
        lines = [
            line
            for label, value in receipt(row, details.account, details.server)
            for line in _fact(label, value, width)
        ]
        return [*title, *([[], *text] if text else []), [], *lines, *_link(details.link, width)]


def _link(link: str, width: int) -> list[Line]:
    """In full, below a blank line: a part of it is of no use to whoever takes it with the mouse."""
    action = "screen.open_receipt"
    lines = [[piece._replace(action=action) for piece in line] for line in wrap(link, width, "link")]
    return [[], *lines] if link else []


def _fact(label: str, value: str, width: int) -> list[Line]:
    first, *more = wrap(value, max(8, width - _LABEL), "muted")
    return [
        [Piece(label.ljust(_LABEL), "faint"), *first],
        *([Piece(" " * _LABEL), *line] for line in more),
    ]
