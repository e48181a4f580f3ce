"""A program with Syllabus's own theme, and nothing in it yet."""

from __future__ import annotations

from screens.host import Host
from tui.themes import DARK, fallback_variables


class ThemedApp(Host):
    """Dark, as the app is where nobody chose anything."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """As in the app."""
        return fallback_variables(self.current_theme)
