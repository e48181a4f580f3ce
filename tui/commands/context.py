"""What every command gets: the settings, the folders, the output, and the Library when it asks for it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from api_client.documents import Snapshot
    from api_client.library import Library
    from api_client.target import Target
    from tui.browser import Browser
    from tui.commands.output import Output
    from tui.folders import Folders
    from tui.settings import Loaded, Settings, SettingsProblem


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one command."""

    loaded: Loaded
    folders: Folders
    """With the data folder of the settings, if they name one."""
    output: Output
    empty: bool = False
    """A first start makes no demo catalog."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.loaded.settings

    def problems(self) -> list[SettingsProblem]:
        """Everything that is wrong with the settings, with the keys and the theme; imports the interface for these."""
        from tui.commands.interface_settings import key_problems, theme_problems

        return [*self.loaded.problems, *key_problems(self.loaded), *theme_problems(self.loaded)]

    def target(self) -> Target:
        """The backend that the settings name."""
        from tui.state import load_state
        from tui.targets import choose_target

        return choose_target(self.settings, self.folders.data, load_state(self.folders.state), empty=self.empty)

    def library(self) -> Library:
        """The Library, not started: it can say what is cached."""
        from api_client.library import Library

        return Library(self.target(), self.folders.library)

    def with_library(self, work: Callable[[Library], Awaitable[int]], *, start: bool = True) -> int:
        """Do the work with the Library and stop it; one that is not started asks no server."""
        import asyncio

        from tui.log import log_to

        log_to(self.folders.state)

        async def run() -> int:
            return await work(library)

        library = self.library()
        if start:
            library.start()
        try:
            return asyncio.run(run())
        finally:
            for notice in library.notices:
                warn(notice)
            library.close()

    def browser(self) -> Browser:
        """What opens links here."""
        from tui.browser import Browser

        return Browser(self.settings.browser, self.settings.players)

    def time_zone(self) -> str:
        """The zone that decides what a day is."""
        from tui.time_zone import local_time_zone

        return self.settings.time_zone or local_time_zone(os.environ)


def warn(sentence: str) -> None:
    """Say something beside the output."""
    sys.stderr.write(f"syllabus: {sentence}\n")


def note_age(snapshot: Snapshot[Any]) -> None:
    """Say that what is shown is not what the server says now."""
    if snapshot.error is None:
        return
    age = f"{snapshot.fetched_at.astimezone():%Y-%m-%d %H:%M}" if snapshot.fetched_at else "an unknown time"
    warn(f"{snapshot.error.sentence} This is what was known at {age}.")
