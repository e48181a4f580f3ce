"""How keys are written in the footer and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.keys import key_to_character

from widgets.marks import ASCII, marks

if TYPE_CHECKING:
    from textual.binding import Binding

_NAMES = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "space": "space", "slash": "/", "minus": "-"}
_SIGNS = {"enter": "↵", "up": "↑", "down": "↓", "left": "←", "right": "→"}


def key_display(binding: Binding) -> str:
    """The key as people write it: `↵`, `^p`, `?`."""
    *modifiers, key = binding.key.split("+")
    character = key_to_character(key) or ""
    name = _NAMES.get(key) or (character if character.isprintable() and character else key)
    if marks() is not ASCII:
        name = _SIGNS.get(key, name)
    if modifiers == ["ctrl"]:
        return f"^{name}"
    return "+".join([*modifiers, name])
