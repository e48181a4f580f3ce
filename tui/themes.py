"""The dark and the light theme, and what every other theme gets for the variables that only ours define."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.color import Color
from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Container

DARK = Theme(
    name="syllabus-dark",
    dark=True,
    text_alpha=1.0,
    background="#14161B",
    surface="#1B1E25",
    panel="#252A34",
    boost="#252A34",
    foreground="#E6E8EC",
    primary="#9DABFF",
    secondary="#9DABFF",
    accent="#9DABFF",
    success="#8CCBA3",
    warning="#E6BC74",
    error="#F39A93",
    variables={
        "text": "#E6E8EC",
        "text-muted": "#A9AFBB",
        "foreground-muted": "#A9AFBB",
        "text-disabled": "#9098A7",
        "foreground-disabled": "#9098A7",
        "faint": "#9098A7",
        "on-accent": "#14161B",
        "button-color-foreground": "#14161B",
        "block-cursor-background": "#272D48",
        "cursor-ground": "#272D48",
        "blurred-ground": "#242831",
        "block-cursor-blurred-background": "#242831",
        "block-hover-background": "#242831",
        "rule": "#343A46",
        "track": "#4A5262",
        "done": "#4C7A62",
        "heat-0": "#3A4150",
        "heat-1": "#6572BC",
        "heat-2": "#7C89DA",
        "heat-3": "#95A3FA",
        "heat-4": "#C9D0FF",
    },
)
LIGHT = Theme(
    name="syllabus-light",
    dark=False,
    text_alpha=1.0,
    background="#FBFAF6",
    surface="#F3F1EA",
    panel="#E8E5DB",
    boost="#E8E5DB",
    foreground="#22252C",
    primary="#3D4CC4",
    secondary="#3D4CC4",
    accent="#3D4CC4",
    success="#23683F",
    warning="#855400",
    error="#AE2F28",
    variables={
        "text": "#22252C",
        "text-muted": "#50555F",
        "foreground-muted": "#50555F",
        "text-disabled": "#5F646E",
        "foreground-disabled": "#5F646E",
        "faint": "#5F646E",
        "on-accent": "#FFFFFF",
        "button-color-foreground": "#FFFFFF",
        "block-cursor-background": "#DEE2F8",
        "cursor-ground": "#DEE2F8",
        "blurred-ground": "#ECEAE1",
        "block-cursor-blurred-background": "#ECEAE1",
        "block-hover-background": "#ECEAE1",
        "rule": "#D3CFC2",
        "track": "#B4AF9F",
        "done": "#649473",
        "heat-0": "#C4C0B1",
        "heat-1": "#7F8ADD",
        "heat-2": "#5F6BD3",
        "heat-3": "#3D4CC4",
        "heat-4": "#232F8C",
    },
)


def _derived(theme: Theme) -> dict[str, str]:
    """Variables of Textual's own that both themes set in the same way, from their own colours."""
    own = theme.variables
    return {
        "block-cursor-foreground": own["text"],
        "block-cursor-blurred-foreground": own["text"],
        "block-cursor-text-style": "bold",
        "border": theme.primary,
        "border-blurred": own["rule"],
        "footer-background": str(theme.surface),
        "footer-key-foreground": own["text"],
        "footer-description-foreground": own["text-muted"],
        "input-cursor-background": theme.primary,
        "scrollbar": own["rule"],
        "scrollbar-hover": own["track"],
        "scrollbar-active": theme.primary,
        "scrollbar-background": str(theme.background),
        "scrollbar-background-hover": str(theme.background),
        "scrollbar-background-active": str(theme.background),
        "scrollbar-corner-color": str(theme.background),
        "link-color": theme.primary,
        "link-color-hover": theme.primary,
        "link-background-hover": str(theme.panel),
        "markdown-h1-color": own["text"],
        "markdown-h2-color": own["text"],
        "markdown-h2-text-style": "bold",
        "markdown-h3-color": own["text-muted"],
    }


for _theme in (DARK, LIGHT):
    _theme.variables.update(_derived(_theme))


def fallback_variables(theme: Theme) -> dict[str, str]:
    """Our own variables for a theme that lacks them, made from what every theme has.

    They are written as colours, not as references: a default cannot refer to another variable.
    """
    generated = theme.to_color_system().generate()
    muted = generated["text-muted"]
    return {
        "faint": muted,
        "on-accent": generated["background"] if not theme.ansi else "ansi_black",
        **_grounds(theme, generated),
        "rule": generated["border-blurred"],
        "track": muted,
        "done": generated["success"],
        "heat-0": generated["border-blurred"],
        "heat-1": generated["primary-muted"] if not theme.ansi else generated["primary"],
        "heat-2": generated["primary"],
        "heat-3": generated["primary"],
        "heat-4": generated["accent"],
    }


def _grounds(theme: Theme, generated: dict[str, str]) -> dict[str, str]:
    """Grounds on which every tone can be read: other themes mean their cursor for one colour of text alone."""
    if theme.ansi:
        return {"cursor-ground": "ansi_default", "blurred-ground": "ansi_default"}
    background, primary = Color.parse(generated["background"]), Color.parse(generated["primary"])
    return {
        "cursor-ground": background.blend(primary, 0.22, alpha=1).hex,
        "blurred-ground": background.blend(primary, 0.09, alpha=1).hex,
    }


def initial_theme(wanted: str, available: Container[str]) -> str:
    """The theme to start with: the one of the settings, else ours, dark or light as the terminal says.

    With `NO_COLOR` the terminal's own two colours are used: https://no-color.org asks for no colour at all, and
    greys made from a theme are colours.
    """
    if os.environ.get("NO_COLOR"):
        return "ansi-dark"
    if wanted in available:
        return wanted
    # COLORFGBG is `foreground;background`; 7 and 15 are the light ones. Most terminals do not set it.
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if background in ("7", "15") else DARK.name
