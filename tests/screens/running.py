"""The real app over the real Library and the embedded backend, without a terminal."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from api_client.auth.sessions import Sessions
from api_client.library import Library
from tui.app import SyllabusApp
from tui.browser import Browser
from tui.editor import Editor
from tui.embedded import embedded_target
from tui.settings import Settings
from tui.switchboard import Switchboard

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from api_client.target import Target

SIZES = [(120, 40), (80, 24), (40, 12)]
LIMIT = 20.0
"""Seconds that a condition may take; a busy machine is slow, a wrong program never gets there."""


@asynccontextmanager
async def running(
    home: Path,
    size: tuple[int, int] = (120, 40),
    settings: Settings | None = None,
    target: Target | None = None,
) -> AsyncGenerator[Pilot[int]]:
    """The app on `target`, else on the demo catalog or what `home` has already. Ends with the Library closed."""
    shown = target or embedded_target(home / "data")
    board = Switchboard(Sessions(home / "state"), lambda _server, _account: Library(shown, home / "library"))
    async with running_on(board, home, size, settings) as pilot:
        yield pilot


@asynccontextmanager
async def running_on(
    board: Switchboard,
    home: Path,
    size: tuple[int, int] = (120, 40),
    settings: Settings | None = None,
    browser: Browser | None = None,
) -> AsyncGenerator[Pilot[int]]:
    """The app on what the switchboard names. Ends with the Library closed that is in use then."""
    # No program is found in an empty PATH: a test must not open the browser of whoever runs it.
    no_program = {"PATH": str(home)}
    app = SyllabusApp(
        board,
        settings or Settings(),
        browser or Browser(environment=no_program),
        Editor(home / "edits", environment=no_program),
    )
    try:
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            yield pilot
    finally:
        app.library.close()


async def until(pilot: Pilot[int], condition: Callable[[], bool], what: str) -> None:
    """Let the app work until a condition holds; AssertionError with the screen where it never does."""
    async with asyncio.timeout(LIMIT) as limit:
        while not condition():
            if limit.when() is not None and asyncio.get_running_loop().time() > (limit.when() or 0) - 1:
                raise AssertionError(f"never {what}\n{screen_text(pilot)}")
            await pilot.pause()
            await asyncio.sleep(0.01)


def screen_lines(pilot: Pilot[int]) -> list[str]:
    """What the current screen shows, a text a line, as wide as the screen."""
    strips = pilot.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]  # the only way to the cells
    return ["".join(segment.text for segment in strip if not segment.control) for strip in strips]


def screen_text(pilot: Pilot[int]) -> str:
    """What the current screen shows."""
    return "\n".join(line.rstrip() for line in screen_lines(pilot))


async def shown(pilot: Pilot[int], text: str) -> None:
    """Wait until a text is on the screen."""
    await until(pilot, lambda: text in screen_text(pilot), f"{text!r} on the screen")
