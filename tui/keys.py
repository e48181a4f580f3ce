"""How keys are written in the footer and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.marks import ASCII, marks

if TYPE_CHECKING:
    from textual.binding import Binding

_NAMES = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "colon": ":",
    "equals_sign": "=",
    "minus": "-",
    "number_sign": "#",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
_SIGNS = {"enter": "↵", "up": "↑", "down": "↓", "left": "←", "right": "→"}


def key_display(binding: Binding) -> str:
    """The key as people write it: `↵`, `^p`, `?`."""
    *modifiers, key = binding.key.split("+")
    name = _NAMES.get(key, key)
    if marks() is not ASCII:
        name = _SIGNS.get(key, name)
    if modifiers == ["ctrl"]:
        return f"^{name}"
    return "+".join([*modifiers, name])
