"""A side pane beside a list, which lies over the list where there is no room for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from widgets.lines import Lines

if TYPE_CHECKING:
    from textual.widget import Widget


class PanedScreen(Screen[None]):
    """Shows and hides what has the class `pane`, and gives the keys to that or to what is in `main`, whichever is seen.

    Style sheets say which it is, by the class `-details` and the width of the terminal.
    """

    _behind_pane: Widget | None = None
    """What has the focus again once the pane does not lie over it any more."""

    def action_details(self) -> None:
        """Show or hide the side pane; where there is no room for it, it lies over the list."""
        had_focus = self.focused
        self.toggle_class("-details")
        self.call_after_refresh(self._hand_over_focus, had_focus)

    def on_resize(self) -> None:
        """What was beside the list may lie over it now, or the other way round."""
        self.call_after_refresh(self._hand_over_focus, self.focused)

    def _hand_over_focus(self, had_focus: Widget | None) -> None:
        # What is hidden loses the focus, and nothing gave it back: no arrow did anything any more.
        pane, main = self.query_one_optional(".pane", Lines), self.query_one_optional(".main")
        if pane is None or main is None:
            return
        pane.can_focus = not main.display
        if pane.can_focus and had_focus is not pane:
            self._behind_pane = had_focus
            self.set_focus(pane)
        elif not pane.can_focus and (behind := self._behind_pane) is not None and behind.focusable:
            self._behind_pane = None
            self.set_focus(behind)
