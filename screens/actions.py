"""The actions that can be done now, from the keys that are active: what the help and the palette list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import Binding
    from textual.dom import DOMNode
    from textual.screen import Screen

_ORDER = ("page", "list", "text", "pane")
"""The first words of ids that many screens have: they come after a screen's own."""
_NOUNS = {"app": "Syllabus", "page": "View"}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does."""

    id: str
    """The binding's: what the settings name it by."""
    keys: tuple[str, ...]
    """As people write them."""
    label: str
    does: str
    action: str
    """As Textual names it, to be run on `node`."""
    node: DOMNode
    everywhere: bool
    """Whether it belongs to the app and not to the screen."""

    @property
    def group(self) -> str:
        """The first word of the id."""
        return self.id.partition(".")[0]

    @property
    def noun(self) -> str:
        """What it belongs to: `Catalog`, `View`, `Syllabus`."""
        return _NOUNS.get(self.group, self.group.replace("_", " ").capitalize())

    @property
    def moves(self) -> bool:
        """Whether it only moves the cursor or the text."""
        return self.group in ("list", "text", "pane") and self.id != "list.open"


def available_actions(screen: Screen[object], key_display: Callable[[Binding], str]) -> tuple[Action, ...]:
    """What can be done on a screen now: its own actions first, then what lists and pages have, then the app's."""
    actions: dict[str, Action] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not active.enabled:
            continue
        key = key_display(binding)
        if (known := actions.get(binding.id)) is not None:
            actions[binding.id] = replace(known, keys=tuple(dict.fromkeys((*known.keys, key))))
            continue
        does = binding.tooltip or binding.description
        everywhere = isinstance(active.node, App)
        actions[binding.id] = Action(
            binding.id, (key,), binding.description, does, binding.action, active.node, everywhere
        )
    return tuple(sorted(actions.values(), key=_rank))


def _rank(action: Action) -> int:
    if action.everywhere:
        return len(_ORDER) + 2
    if action.id == "list.open":
        return 0
    return _ORDER.index(action.group) + 2 if action.group in _ORDER else 1
