"""What only the interface knows of the settings: which keys and themes there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.settings import Origin, Settings, SettingsProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.settings import Loaded


def key_problems(loaded: Loaded) -> Iterator[SettingsProblem]:
    """Keys that cannot be used."""
    if not loaded.settings.keys:
        return
    from tui.keymap import check_keys

    for problem in check_keys(loaded.settings.keys)[1]:
        key = f"keys.{problem.id}"
        yield SettingsProblem(loaded.origins.get(key, Origin()), key, problem.message)


def theme_problems(loaded: Loaded) -> Iterator[SettingsProblem]:
    """A theme that is not there."""
    theme = loaded.settings.theme
    if theme == Settings().theme:
        return
    from textual.theme import BUILTIN_THEMES

    from tui.themes import DARK, LIGHT

    names = [DARK.name, LIGHT.name, *BUILTIN_THEMES]
    if theme not in names:
        origin = loaded.origins.get("theme", Origin())
        yield SettingsProblem(origin, "theme", f"there is no such theme; there are {', '.join(names)}")
