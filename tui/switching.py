"""Going to another server or account: another Library, and the same pages over it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from api_client.errors import ApiError, NotFound
from screens.journal import Journal
from screens.page import Page
from tui.aids import Aids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api_client.auth.accounts import Account
    from api_client.library import Library
    from tui.switchboard import Switchboard

_BETWEEN = "between"
"""A place without anything, for the moment in which the others are made anew: one must be somewhere."""
STORING = "marks"
"""The group of the workers that store a mark."""


class Switching(Aids):
    """The part of the app that knows whose courses are shown, and changes it."""

    switchboard: Switchboard
    journal: Journal

    def places_of(self, library: Library) -> dict[str, Callable[[], Page]]:
        """What makes the first page of each place of the header, by its mode."""
        raise NotImplementedError

    async def switch(self, server: str, account: Account | None) -> Library:
        """Show what an account sees at a server, from the same page if it is the same server.

        What was said stays readable; what was done can be undone as long as it is the same person. The result is the
        Library that was used until now, for the caller to close: nobody marks with it any more.
        """
        board = self.switchboard
        before = (board.server, board.account.id if board.account else None)
        await asyncio.to_thread(board.use, server, account)
        old, self.library = self.library, board.library()
        if before != (server, account.id if account else None):
            self.journal = Journal()
        pages = self._pages_again() if before[0] == server else []
        if not pages:
            self.places.clear()
        self._show_anew(pages)
        for notice in self.library.notices:
            self.tell(notice, severity="warning")
        self.library.start()
        self._leave_what_is_gone(pages[1:])
        # Of no workers it would wait for all, and so for itself.
        if storing := [worker for worker in self.workers if worker.group == STORING]:
            await self.workers.wait_for_complete(storing)
        return old

    def _pages_again(self) -> list[Page]:
        again = [screen.again(self.library) for screen in self.screen_stack if isinstance(screen, Page)]
        return [page for page in again if page is not None]

    def _show_anew(self, pages: Sequence[Page]) -> None:
        # Without an await, so that no frame is drawn and no key arrives before the pages are there again.
        mode = self.current_mode if pages else "catalog"
        places = self.places_of(self.library)
        self.add_mode(_BETWEEN, Screen)
        self.switch_mode(_BETWEEN)
        for name, make in places.items():
            self.remove_mode(name)
            self.add_mode(name, make)
        if pages:
            self.remove_mode(mode)
            self.add_mode(mode, lambda: pages[0])
        self.switch_mode(mode)
        self.remove_mode(_BETWEEN)
        for page in pages[1:]:
            self.push_screen(page)

    @work(group="settling", exclusive=True)
    async def _leave_what_is_gone(self, pages: Sequence[Page]) -> None:
        """Go back from pages, the outermost first, that the viewer of now does not see."""
        for page in pages:
            if (document := page.document) is None:
                continue
            try:
                await self.library.fetch(document)
            except NotFound:
                if page in self.screen_stack:
                    while page in self.screen_stack:
                        await self.pop_screen()
                    self.tell("The page where you were is not there for this account.", severity="warning")
                return
            except ApiError:
                return
