"""What a place says when it has no rows to show, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import Forbidden
from widgets.state_panel import LOADING, KeyHelp, PanelState

if TYPE_CHECKING:
    from api_client.errors import ApiError

_RETRY = KeyHelp("r", "Try again", action="screen.reload")
_CLEAR = KeyHelp("esc", "Clear the filter", action="screen.back")
_CATALOG = KeyHelp("1", "Catalog", action="app.show_tab('catalog')")
_SIGN_IN = KeyHelp("S", "Sign in", "as an admin", action="app.sign_in")


def without_rows(what: str, *, loaded: bool, error: ApiError | None, words: str, new: KeyHelp | None) -> PanelState:
    """The panel for a place without rows. `what` is their plural; `new` makes the first one."""
    if isinstance(error, Forbidden):
        why = f"{error} Whoever has access to the server makes an admin: syllabus admin promote."
        return PanelState("locked", "This place is for admins", why, [_CATALOG, _SIGN_IN])
    if not loaded and error is not None:
        return PanelState("failed", f"The {what} could not be loaded", str(error), [_RETRY])
    if not loaded:
        return LOADING
    if words:
        return PanelState("empty", f"No {what} have “{words}”", "Every word must occur.", [_CLEAR])
    return PanelState("empty", f"No {what} yet", "", [*([new] if new else []), _RETRY])
