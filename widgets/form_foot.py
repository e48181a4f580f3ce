"""The last line of a form: the main button, the other one, and the key for long text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.reactive import reactive

from widgets.paint import Line, Piece, Toned, cells, spread

if TYPE_CHECKING:
    from textual.strip import Strip


class FormFoot(Toned):
    """Buttons with their keys beside them; a click presses them."""

    DEFAULT_CSS = """
    FormFoot { height: 1; width: 1fr; }
    """

    leave: reactive[str] = reactive("Close")
    """What `esc` does: `Discard` once something was typed."""

    def __init__(self, save: str, *, edits_text: bool) -> None:
        """`save`: what `f2` does, in a word; `edits_text`: whether there is a text for `f4`."""
        super().__init__()
        self._save = save
        self._edits_text = edits_text

    def render_line(self, y: int) -> Strip:
        """The line; the key for long text goes first where there is no room."""
        width = self.size.width
        left = [
            *self._button(self._save, "f2", "main"),
            Piece("   "),
            *self._button(self.leave, "escape", "field"),
        ]
        text = self._key("f4", " $EDITOR", "muted") if self._edits_text else []
        if cells(left) + cells(text) + 2 > width:
            text = self._key("f4", "", "muted") if self._edits_text else []
        return self.strip(spread(left, text, width), width)

    def _button(self, label: str, key: str, tone: str) -> Line:
        action = f"app.simulate_key({key!r})"
        return [Piece(f" {label} ", tone, action), Piece(" "), *self._key(key, "", "")]

    def _key(self, key: str, label: str, tone: str) -> Line:
        action = f"app.simulate_key({key!r})"
        display = self.app.get_key_display(Binding(key, ""))
        return [Piece(display, "strong", action), *([Piece(label, tone, action)] if label else [])]
