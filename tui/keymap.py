"""Every key of the interface, and whether the keys that somebody chose can be used."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap

from tui.chains import chains

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.dom import DOMNode

    from tui.chains import Chain

UNREACHABLE = frozenset(
    ["ctrl+j", "ctrl+k", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+space", "ctrl+@", "shift+enter", "alt+enter"]
    + [f"alt+{digit}" for digit in range(10)]
)
"""Keys that terminals send as other keys, keep for themselves or do not send at all."""


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """Why keys that were chosen for an action are not used."""

    id: str
    message: str

    def __str__(self) -> str:
        return f"keys.{self.id}: {self.message}"


def class_bindings(node: type[DOMNode]) -> list[Binding]:
    """The bindings of a class as Textual merges them: a key that a subclass binds is no longer its base's."""
    keys: dict[str, list[Binding]] = {}
    for base in reversed(node.__mro__):
        keys |= BindingsMap(base.__dict__.get("BINDINGS", [])).key_to_bindings
    return [binding for bindings in keys.values() for binding in bindings if binding.id]


def check_keys(chosen: Mapping[str, str]) -> tuple[dict[str, str], list[KeyProblem]]:
    """The chosen keys that can be used, by the id of their action, and why the others cannot."""
    all_chains = chains()
    known = {binding.id or "": binding for chain in all_chains for node in chain for binding in class_bindings(node)}
    problems = [_fault(action, keys, known) for action, keys in chosen.items()]
    faults = [problem for problem in problems if problem]
    at_fault = {problem.id for problem in faults}
    keymap = {action: keys for action, keys in chosen.items() if action not in at_fault}
    usable = dict(keymap)
    new = {clash for chain in all_chains for clash in clashes(chain, keymap) - clashes(chain, {})}
    for key, one, other in sorted(new):
        changed = [action for action in (one, other) if action in keymap]
        both = f"{key} would be both {known[one].description} ({one}) and {known[other].description} ({other})"
        faults.append(KeyProblem(changed[0], f"{both}; choose another key"))
        for action in changed:
            usable.pop(action, None)
    return usable, faults


def _fault(action: str, keys: str, known: Mapping[str, Binding]) -> KeyProblem | None:
    if action not in known:
        near = get_close_matches(action, known, n=1)
        hint = f"; {near[0]} is near" if near else "; the help shows the ids"
        return KeyProblem(action, f"there is no such action{hint}")
    for key in _keys(keys):
        if key in UNREACHABLE:
            return KeyProblem(action, f"{key} does not reach a program in most terminals; choose another key")
    return None


def clashes(chain: Chain, keymap: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """Each key that two actions of a chain have, with the ids of both."""
    actions: dict[str, dict[str, str]] = {}
    for node in chain:
        for binding in class_bindings(node):
            name = binding.id or ""
            for key in _keys(keymap.get(name, binding.key)):
                actions.setdefault(key, {})[name] = binding.action
    return {(key, one, other) for key, ids in actions.items() for one, other in combinations(sorted(ids), 2)}


def _keys(keys: str) -> list[str]:
    """The names of keys as Textual writes them: `?` is `question_mark`."""
    return [binding.key for binding in Binding.make_bindings([Binding(keys, "")])]
