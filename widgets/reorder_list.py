"""Moving a row of an admin's tree with the mouse: it is dragged, and a line shows where it lands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.message import Message

from widgets.reorder_grab import GrabTree
from widgets.reorder_landing import Landing, lesson_landing, section_landing
from widgets.reorder_line import Look, landing_line
from widgets.reorder_rows import LANDING, section_id_of

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from api_client.ordering.order import Place
    from widgets.paint import Line

EDGE_SECONDS = 0.06
"""A row scrolls by in this time while the mouse drags at an edge of the list."""


@dataclass
class Drag:
    """A row under way with the mouse."""

    key: str
    y: int
    """Where the mouse is: a row of the list, and beyond it."""
    landing: Landing | None = None


class ReorderList(GrabTree):
    """The tree with keys and mouse."""

    @dataclass
    class Dragged(Message):
        """A row is dragged; it would land there, or nowhere else. Without a key it is dragged no more."""

        key: str
        landing: Landing | None

    @dataclass
    class Landed(Message):
        """A dragged row was released: it is to go into a gap."""

        key: str
        gap: Place | int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.drag: Drag | None = None
        self._pressed = ""
        """The key of the row that the mouse button went down on, as long as it is down."""
        self._pressed_y = 0
        self._swallows_click = False
        self._edge_timer: Timer | None = None

    # --- what is listed

    def settle(self) -> None:
        """A row that is gone is not dragged any more."""
        super().settle()
        if self.drag and self.drag.key not in self.rows:
            self._end_drag()

    def listed(self) -> list[str]:
        """The rows, with the line between them."""
        keys = super().listed()
        if self.drag and self.drag.landing:
            keys.insert(self.drag.landing.row, LANDING)
        return keys

    def selectable(self, row: str) -> bool:
        """The line cannot be selected."""
        return row != LANDING and super().selectable(row)

    # --- the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember the row: if the mouse moves before it is released, the row is dragged."""
        self._swallows_click = False
        index = self._row_at(event.y)
        self._pressed = self.rows[index] if event.button == 1 and index >= 0 and not self.grabbed else ""
        self._pressed_y = event.y

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the row that the button went down on."""
        if event.button != 1:
            # The button was released where the terminal does not see it.
            self._pressed = ""
            self._end_drag()
            return
        if self.drag is None and self._pressed and event.y != self._pressed_y and self.folds:
            self.drag = Drag(self._pressed, event.y)
            self._swallows_click = True
            self.select_id(self._pressed)
            self.capture_mouse()
            self._edge_timer = self.set_interval(EDGE_SECONDS, self._scroll_at_edge)
            self.refresh_bindings()
        if self.drag is not None:
            self.drag.y = event.y
            self._track()

    def on_mouse_up(self) -> None:
        """Let the row land."""
        self._pressed = ""
        drag = self.drag
        if drag is None:
            return
        self._end_drag()
        if drag.landing is not None:
            self.post_message(self.Landed(drag.key, drag.landing.gap))

    def on_mouse_release(self) -> None:
        """The mouse was taken away, by a dialog for instance."""
        self._end_drag()

    async def on_click(self, event: events.Click) -> None:
        """The release of a drag is no click; nor is there anything to open while a row is grabbed."""
        # A terminal delivers a click wherever the button is released on the widget that it went down on: the row
        # that a drag ended on was opened. Textual's pilot does not show it.
        if self._swallows_click or self.grabbed:
            event.prevent_default()
            event.stop()
            if not self._swallows_click and self._row_at(event.y) == self.cursor:
                self.action_choose()
        self._swallows_click = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a row is dragged, only `esc` acts."""
        if self.drag is not None:
            return action == "put_back"
        return super().check_action(action, parameters)

    def action_put_back(self) -> None:
        """Leave the dragged row where it is; put the grabbed one back where it was."""
        if self.drag is not None:
            self._end_drag()
        else:
            super().action_put_back()

    # --- dragging

    def _end_drag(self) -> None:
        if self.drag is None:
            return
        self.drag = None
        if self._edge_timer is not None:
            self._edge_timer.stop()
        self.release_mouse()
        self.list_rows()
        self.refresh_bindings()
        self.post_message(self.Dragged("", None))

    def _scroll_at_edge(self) -> None:
        if self.drag is None:
            return
        bottom = self.scrollable_content_region.height - 1
        step = -1 if self.drag.y <= 0 else 1 if self.drag.y >= bottom else 0
        if step:
            self.scroll_relative(y=step, animate=False, immediate=True)
            self._track()

    def _track(self) -> None:
        drag = self.drag
        if drag is None:
            return
        index = max(0, drag.y + self.scroll_offset.y)
        # The line has its own row: what is below it stands one row lower than without it.
        if drag.landing is not None and index == drag.landing.row:
            return
        landing = self._landing_at(drag, index)
        if landing != drag.landing:
            drag.landing = landing
            self.list_rows()
            self.post_message(self.Dragged(drag.key, landing))

    def _landing_at(self, drag: Drag, index: int) -> Landing | None:
        keys = super().listed()
        section_id = section_id_of(drag.key)
        if section_id is None:
            return lesson_landing(self.contents.order, keys, self.shown_folds, self.numbers, drag.key, index)
        if drag.landing is not None and index > drag.landing.row:
            index -= 1
        return section_landing(self.contents.order, keys, section_id, index)

    def scroll_to_cursor(self) -> None:
        """While a row is dragged, the mouse scrolls."""
        if self.drag is None:
            super().scroll_to_cursor()

    # --- drawing

    def draw(self, row: str, width: int, selected: bool) -> Line:
        """One row, or the line where the dragged one lands."""
        if row != LANDING or self.drag is None or self.drag.landing is None:
            return super().draw(row, width, selected)
        landing = self.drag.landing
        what = "section " if self.is_head(self.drag.key) else ""
        return landing_line(f"lands here, {what}{landing.number} of {landing.total}", width, self.narrow)

    def ground_of(self, index: int) -> str:
        """The dragged row stays on a quiet band."""
        if self.drag is None:
            return super().ground_of(index)
        return "hover" if self.rows[index] == self.drag.key else ""

    def look_of(self, row: str, selected: bool) -> Look:
        """The dragged row says that it is dragged."""
        look = super().look_of(row, selected)
        if self.drag is None or row != self.drag.key:
            return look
        return replace(look, dragged=True, selected=False)
