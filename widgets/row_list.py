"""A list of rows on the line API: 10,000 rows scroll as smoothly as 10, and the cursor follows the row's id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from widgets.marks import marks
from widgets.paint import Line, Piece, Toned

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip

R = TypeVar("R")


class RowList(Toned, ScrollView, Generic[R], can_focus=True):
    """A list that draws each row as one line. Subclasses say what a row's id is and how it is drawn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="list.open", tooltip="Open the selected row"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up", tooltip="The row above"),
        Binding("down,j", "move(1)", "Down", show=False, id="list.down", tooltip="The row below"),
        Binding("home,g", "edge(-1)", "First", show=False, id="list.first", tooltip="The first row"),
        Binding("end,G", "edge(1)", "Last", show=False, id="list.last", tooltip="The last row"),
        Binding("pageup", "page(-1.0)", "Page up", show=False, id="list.page_up", tooltip="A page up"),
        Binding("pagedown", "page(1.0)", "Page down", show=False, id="list.page_down", tooltip="A page down"),
        Binding("ctrl+u", "page(-0.5)", "Half a page up", show=False, id="list.half_up", tooltip="Half a page up"),
        Binding("ctrl+d", "page(0.5)", "Half a page down", show=False, id="list.half_down", tooltip="Half a page down"),
    ]

    DEFAULT_CSS = """
    RowList {
        background: transparent;
        /* Said here: of the base classes Textual takes the styles of the first one alone, which is not ScrollView. */
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        &:focus { background-tint: transparent; }
    }
    """

    FOCUS_ON_CLICK = True

    rows: reactive[Sequence[R]] = reactive[Sequence[R]]((), init=False, repaint=False)
    cursor: reactive[int] = reactive(-1, init=False, repaint=False)
    """Index of the selected row; -1 where none can be selected."""
    hovered: reactive[int] = reactive(-1, init=False, repaint=False)

    @dataclass
    class Highlighted(Message):
        """The cursor came to another row, or to none."""

        list: RowList[object]
        row_id: str | None

        @property
        def control(self) -> RowList[object]:
            """The list."""
            return self.list

    @dataclass
    class Chosen(Message):
        """A row is to be opened: enter, or a click on the selected row."""

        list: RowList[object]
        row_id: str

        @property
        def control(self) -> RowList[object]:
            """The list."""
            return self.list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: dict[int, Strip] = {}
        """What stands on each line of the screen."""
        self._awaits_second_click = False

    # --- what a subclass says

    def row_id(self, row: R) -> str:
        """The id that the cursor follows."""
        raise NotImplementedError

    def selectable(self, row: R) -> bool:
        """Whether the cursor can stand on the row."""
        return bool(self.row_id(row))

    def draw(self, row: R, width: int, selected: bool) -> Line:
        """The row in at most `width` cells: from column 1 (column 0 is the edge) to the end of the band."""
        raise NotImplementedError

    # --- rows and cursor

    @property
    def selected(self) -> R | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    @property
    def selected_id(self) -> str | None:
        """The id of the row under the cursor."""
        row = self.selected
        return None if row is None else self.row_id(row)

    def show_rows(self, rows: Sequence[R], select: str | None = None) -> None:
        """Replace the rows. The cursor goes to `select`, else stays on its id, else near where it was."""
        wanted = select or self.selected_id
        before = self.selected_id
        self.rows = rows
        self.virtual_size = Size(self.scrollable_content_region.width, len(rows))
        self.set_reactive(RowList.cursor, self._find(wanted))
        scrolled_to = self.scroll_offset
        self.keep_in_view()
        if self.scroll_offset == scrolled_to:  # else all of them are drawn anyway
            self.refresh_rows()
        if select is not None or self.selected_id != before:
            self.call_after_refresh(self.scroll_to_cursor)
        if self.selected_id != before:
            self.refresh_bindings()
            self.post_message(self.Highlighted(self, self.selected_id))  # pyright: ignore[reportArgumentType]  # R is object here

    def keep_in_view(self) -> None:
        """Scroll before the new rows are drawn, where that is a frame too late afterwards."""

    def select_id(self, row_id: str) -> None:
        """Move the cursor to a row, if it is there."""
        index = self._index_of(row_id)
        if index >= 0:
            self.cursor = index

    def _index_of(self, row_id: str | None) -> int:
        # The row mostly stays where it was: look there before looking everywhere.
        if row_id and 0 <= self.cursor < len(self.rows) and self.row_id(self.rows[self.cursor]) == row_id:
            return self.cursor
        return next((index for index, row in enumerate(self.rows) if self.row_id(row) == row_id), -1)

    def _find(self, row_id: str | None) -> int:
        index = self._index_of(row_id) if row_id else -1
        return index if index >= 0 else self._nearest(max(0, min(self.cursor, len(self.rows) - 1)))

    def _nearest(self, index: int, direction: int = 1) -> int:
        """The selectable row at or beyond `index`, else the one before it, else -1."""
        for way in (direction, -direction):
            place = index
            while 0 <= place < len(self.rows):
                if self.selectable(self.rows[place]):
                    return place
                place += way
        return -1

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows again, scroll, and tell."""
        for index in (old, new):
            if index >= 0:
                self.refresh_line(index)
        self.scroll_to_cursor()
        self.post_message(self.Highlighted(self, self.selected_id))  # pyright: ignore[reportArgumentType]  # R is object here

    def scroll_to_cursor(self) -> None:
        """Bring the cursor's row into view."""
        if self.cursor >= 0 and self.is_attached:
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    # --- keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a row there is nothing to open."""
        return not (action == "choose" and self.selected is None)

    def action_move(self, step: int) -> None:
        """Move by rows, over those that cannot be selected."""
        place = self.cursor + step
        while 0 <= place < len(self.rows):
            if self.selectable(self.rows[place]):
                self.cursor = place
                return
            place += step
        if step < 0:
            self.scroll_home(animate=False)

    def action_edge(self, direction: int) -> None:
        """Go to the first or the last row."""
        self.cursor = self._nearest(0) if direction < 0 else self._nearest(len(self.rows) - 1, -1)
        if direction < 0:
            self.scroll_home(animate=False)

    def action_page(self, pages: float) -> None:
        """Move by a part of a page."""
        if self.rows:
            step = int(max(1, self.size.height - 1) * pages)
            place = max(0, min(len(self.rows) - 1, self.cursor + step))
            self.cursor = self._nearest(place, 1 if pages > 0 else -1)

    def action_choose(self) -> None:
        """Open the selected row."""
        if (row_id := self.selected_id) is not None:
            self.post_message(self.Chosen(self, row_id))  # pyright: ignore[reportArgumentType]  # R is object here

    def _row_at(self, y: int) -> int:
        index = y + self.scroll_offset.y
        return index if 0 <= index < len(self.rows) and self.selectable(self.rows[index]) else -1

    async def on_click(self, event: events.Click) -> None:
        """Select the row; a click on the selected one, and so a double click, opens it."""
        index = self._row_at(event.y)
        # A piece with an action of its own: Toned runs it, for Textual calls the handler of every base class.
        if index < 0 or event.button != 1 or "action" in event.style.meta:
            return
        event.stop()
        if event.chain == 1:
            self._awaits_second_click = index != self.cursor
            opens = not self._awaits_second_click
        else:
            # The first click of the two may have opened the row already, or the page that this list is on.
            opens = self._awaits_second_click
            self._awaits_second_click = False
        self.cursor = index
        if opens:
            self.action_choose()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tint the row below the mouse."""
        self.hovered = self._row_at(event.y)

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.hovered = -1

    def watch_hovered(self, old: int, new: int) -> None:
        """Draw the two rows again."""
        for index in (old, new):
            if index >= 0:
                self.refresh_line(index)

    # --- drawing

    def on_resize(self) -> None:
        """The rows are as wide as the list."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))
        self.call_after_refresh(self.scroll_to_cursor)

    def on_focus(self) -> None:
        """The band changes with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """The band changes with the focus."""
        self.refresh()

    def ground_of(self, index: int) -> str:
        """The ground that a row is drawn on."""
        if index == self.cursor:
            return "cursor" if self.has_focus else "blurred"
        return "hover" if index == self.hovered else ""

    def edge_of(self, index: int) -> Piece:
        """Column 0 of a row."""
        if index != self.cursor:
            return Piece(" ")
        return Piece(marks().edge, "accent") if self.has_focus else Piece(marks().edge_blurred, "muted")

    def refresh_rows(self) -> None:
        """Draw those rows again that look different from what is on the screen."""
        _, _, width, height = self.scrollable_content_region
        if not height:  # not shown now, and Textual keeps what it drew when it was
            self.refresh()
        # A row that is moved by one changes two or three lines; to have all forty composed took 15 ms of each key.
        for y in range(height):
            if self._strip(y, width) != self._drawn.get(y):
                self.refresh_line(y + self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        """The row there, on its ground."""
        strip = self._drawn[y] = self._strip(y, self.scrollable_content_region.width)
        return strip

    def _strip(self, y: int, width: int) -> Strip:
        """The edge, the row on its ground, and a column of nothing before what is beside the list."""
        index = y + self.scroll_offset.y
        if index >= len(self.rows) or width < 4:
            return self.strip([], width)
        line = [
            self.edge_of(index),
            *self.draw(self.rows[index], width - 2, index == self.cursor and self.has_focus),
        ]
        return self.strip(line, width, self.ground_of(index), margin=1)
