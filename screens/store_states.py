"""What the store says when it has no rows to show, and of the product under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.state_panel import LOADING, KeyHelp, PanelState

if TYPE_CHECKING:
    from api_client.documents import Snapshot
    from api_client.models import Product

_RETRY = KeyHelp("r", "Try again", action="screen.reload")
_BACK = KeyHelp("esc", "Back", action="screen.back")
_CLEAR = KeyHelp("esc", "Show all", action="screen.back")


def state_of(snapshot: Snapshot[tuple[Product, ...]], words: str) -> PanelState:
    """The panel for a store without rows."""
    if snapshot.value is None and snapshot.error is not None:
        return PanelState("failed", "The store could not be loaded", str(snapshot.error), [_RETRY])
    if snapshot.value is None:
        return LOADING
    if words and snapshot.value:
        return PanelState("empty", f"No product has “{words}”", "Names and descriptions are searched.", [_CLEAR])
    return PanelState("empty", "Nothing is sold here", "Products come here when they are public.", [_RETRY])


def product_panel(snapshot: Snapshot[tuple[Product, ...]]) -> PanelState:
    """The panel for a product that is not there, or not yet."""
    if snapshot.value is None and snapshot.error is not None:
        return PanelState("failed", "The product could not be loaded", str(snapshot.error), [_RETRY, _BACK])
    if snapshot.value is None or snapshot.loading:
        return LOADING
    why = "It is not sold any more. What you bought of it is yours all the same; purchases show it."
    return PanelState("failed", "This product is not there any more", why, [_BACK, _RETRY])


def nothing_to_buy(*, bought: bool, empty: bool) -> str:
    """Why a product cannot be bought, on one line; empty where it can."""
    if bought:
        return "Owned: you bought it already."
    return "It has no course, so it cannot be bought." if empty else ""
