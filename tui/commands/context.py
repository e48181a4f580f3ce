"""What every command gets: the settings, the folders, the output, and the Library when it asks for it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from api_client.auth.accounts import Account
    from api_client.auth.sessions import Sessions
    from api_client.documents import Snapshot
    from api_client.library import Library
    from api_client.target import Target
    from tui.browser import Browser
    from tui.commands.output import Output
    from tui.folders import Folders
    from tui.settings import Loaded, Settings, SettingsProblem


@dataclass(frozen=True)
class Context:
    """The surroundings of one command."""

    loaded: Loaded
    folders: Folders
    """With the data folder of the settings, if they name one."""
    output: Output
    token: str = field(default="", repr=False)
    """`SYLLABUS_TOKEN`: an access token that wins over the stored session."""
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

    @cached_property
    def sessions(self) -> Sessions:
        """The accounts that signed in on this computer, and what keeps their sessions."""
        from api_client.auth.sessions import Sessions

        return Sessions(self.folders.state, prefer=self.settings.session_store)

    @property
    def server(self) -> str:
        """The origin of the server to talk to; empty for this computer."""
        from tui.targets import LOCAL

        if chosen := self.settings.server:
            return "" if chosen == LOCAL else chosen
        return self.sessions.accounts.current_server

    @property
    def stored_account(self) -> Account | None:
        """Who signed in and is in use on the server; None for an anonymous viewer and on this computer."""
        return self.sessions.accounts.at(self.server) if self.server else None

    @cached_property
    def account(self) -> Account | None:
        """Whose cache and queue it is: `SYLLABUS_TOKEN`'s account, else the stored one.

        Raises Failure for a `SYLLABUS_TOKEN` without a server, and ApiError for one whose account cannot be asked for.
        """
        from tui.targets import LOCAL

        if self.token and self.settings.server != LOCAL:
            from tui.given_token import given_account

            return given_account(self.token, self.settings.server, self.sessions.accounts)
        return self.stored_account

    def target(self) -> Target:
        """The backend to talk to, for the account in use there."""
        return self.target_for(self.server, self.account)

    def target_for(self, server: str, account: Account | None) -> Target:
        """The backend at an origin, empty for this computer, for one of the accounts there or an anonymous viewer."""
        if not server:
            from tui.embedded import embedded_target

            return embedded_target(self.folders.data, empty=self.empty)
        from tui.targets import server_target

        if account is None:
            return server_target(server)
        if account.kept == "environment":
            from tui.given_token import given_credentials

            return server_target(server, account, partial(given_credentials, self.token))
        return server_target(server, account, partial(self.sessions.credentials, account))

    def library_file(self, server: str, account: Account | None) -> Path:
        """Where the cache and queue of a server and an account are, as `target_for` takes them."""
        from api_client.storage import file_name

        return self.folders.library / file_name(self.target_for(server, account))

    def library(self) -> Library:
        """The Library, not started: it can say what is cached."""
        return self.library_for(self.server, self.account)

    def library_for(self, server: str, account: Account | None) -> Library:
        """The Library of a server and an account, as `target_for` takes them; not started."""
        from api_client.library import Library

        return Library(self.target_for(server, account), self.folders.library)

    def with_library(self, work: Callable[[Library], Awaitable[int]], *, start: bool = True) -> int:
        """Do the work with the Library and stop it; one that is not started asks no server."""
        import asyncio

        from tui.log import log_to

        log_to(self.folders.state)

        async def run() -> int:
            return await work(library)

        library = self.library()
        if self.account:
            self.sessions.tell = warn
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


def note_given_token(context: Context) -> None:
    """Say that what is stored is not what is used."""
    if context.token:
        warn("SYLLABUS_TOKEN is set, and wins over every stored session.")


def note_age(snapshot: Snapshot[Any]) -> None:
    """Say that what is shown is not what the server says now."""
    if snapshot.error is None:
        return
    age = f"{snapshot.fetched_at.astimezone():%Y-%m-%d %H:%M}" if snapshot.fetched_at else "an unknown time"
    warn(f"{snapshot.error.sentence} This is what was known at {age}.")
