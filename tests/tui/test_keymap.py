"""Every key of the interface: it can be pressed, is explained, means one thing, and can be changed."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

import screens
import widgets
from tests.screens.running import running, screen_text, shown, until
from tui.app import SyllabusApp
from tui.chains import chains
from tui.keymap import UNREACHABLE, check_keys, clashes
from tui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

MEANT = {
    ("c", "app.continue", "catalog.continue"),
    ("escape", "filter.clear", "page.back"),
    ("escape", "page.back", "reorder.put_back"),
}
"""The same action, or the field's own meaning of a key while one types."""

BESIDE = ("alt+up", "alt+down")
"""Keys that some terminals do not send, for what can be done without them: `m` and an arrow."""


def own_classes() -> list[type[DOMNode]]:
    """Every class of screens and widgets, and the app, that binds keys itself."""
    names = [
        module.name
        for package in (screens, widgets)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    found = [
        value
        for name in names
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == name
    ]
    return [value for value in [SyllabusApp, *found] if "BINDINGS" in value.__dict__]


CLASSES = own_classes()
BINDINGS = [(owner, binding) for owner in CLASSES for _, binding in BindingsMap(owner.__dict__["BINDINGS"])]


def test_there_are_screens_and_widgets_with_keys() -> None:
    assert {"CatalogScreen", "ProgressScreen", "RowList", "SyllabusApp"} <= {owner.__name__ for owner in CLASSES}


@pytest.mark.parametrize("owner", CLASSES, ids=lambda owner: owner.__name__)
def test_every_class_with_keys_is_in_a_chain_that_the_check_knows(owner: type[DOMNode]) -> None:
    assert any(issubclass(node, owner) for chain in chains() for node in chain)


@pytest.mark.parametrize(("owner", "binding"), BINDINGS, ids=lambda value: getattr(value, "id", ""))
def test_every_key_has_an_id_a_label_a_sentence_and_reaches_a_program(owner: type[DOMNode], binding: Binding) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", binding.id or ""), owner
    assert binding.description
    assert binding.tooltip, binding.id
    assert binding.key not in UNREACHABLE
    assert not binding.key.startswith(("alt+", "super+", "shift+")) or binding.key in ("shift+tab", *BESIDE)


def test_an_id_is_one_action_of_one_class() -> None:
    owners: dict[str, set[tuple[str, str]]] = {}
    for owner, binding in BINDINGS:
        owners.setdefault(binding.id or "", set()).add((owner.__name__, binding.action))
    assert {name: where for name, where in owners.items() if len(where) > 1} == {}


@pytest.mark.parametrize("chain", chains(), ids=lambda chain: "-".join(node.__name__ for node in chain[:2]))
def test_a_key_means_one_thing_wherever_it_can_be_pressed(chain: tuple[type[DOMNode], ...]) -> None:
    assert clashes(chain, {}) - MEANT == set()


def test_free_keys_can_be_chosen_also_several_and_by_their_sign() -> None:
    chosen = {"app.quit": "X,ctrl+x", "app.help": "?", "catalog.sort": "comma"}
    assert check_keys(chosen) == (chosen, [])


def test_two_actions_on_one_key_are_an_error_that_names_both() -> None:
    usable, problems = check_keys({"catalog.sort": "/", "app.quit": "X"})
    assert usable == {"app.quit": "X"}
    assert [str(problem) for problem in problems] == [
        "keys.catalog.sort: slash would be both Filter (catalog.filter) and Sort (catalog.sort); choose another key"
    ]


def test_keys_can_be_exchanged() -> None:
    chosen = {"catalog.sort": "f", "catalog.status": "s"}
    assert check_keys(chosen) == (chosen, [])


def test_the_same_key_on_screens_that_are_never_together_is_fine() -> None:
    chosen = {"queue.dismiss": "x", "messages.copy": "x"}
    assert check_keys(chosen) == (chosen, [])


def test_unknown_ids_and_keys_that_no_terminal_sends_are_errors() -> None:
    usable, problems = check_keys({"catalog.sorted": "x", "app.quit": "ctrl+m"})
    assert usable == {}
    assert "catalog.sort is near" in problems[0].message
    assert "ctrl+m does not reach" in problems[1].message


async def test_a_chosen_key_acts_and_is_shown_and_the_old_one_does_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, settings=Settings(keys={"app.queue": "Z", "catalog.sort": "comma"})) as pilot:
        await shown(pilot, "Linear Algebra")
        assert ", Sort" in screen_text(pilot).splitlines()[-1]
        await pilot.press("w")
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 1
        await pilot.press("Z")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 2, "the queue")


async def test_a_clash_is_told_and_the_rest_still_applies(tmp_path: Path) -> None:
    keys = {"catalog.sort": "f", "app.queue": "Z"}
    async with running(tmp_path, settings=Settings(keys=keys)) as pilot:
        await shown(pilot, "catalog.sort")
        app = pilot.app
        assert isinstance(app, SyllabusApp)
        assert "catalog.status" in app.message_log.messages[-1].text
        assert "s Sort" in screen_text(pilot).splitlines()[-1]
        await pilot.press("Z")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 2, "the queue")


@pytest.mark.parametrize(("owner", "binding"), BINDINGS, ids=lambda value: getattr(value, "id", None) or str(value))
def test_every_key_has_something_to_do(owner: type[DOMNode], binding: Binding) -> None:
    """A key that was offered once did nothing: its action had never been written."""
    place, _, name = binding.action.partition("(")[0].rpartition(".")
    target = {"app": SyllabusApp, "screen": None}.get(place, owner)
    assert target is None or hasattr(target, f"action_{name}"), binding.action
