"""Signing in and out, and going to another account or server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from textual import on, work
from textual.message import Message

from api_client.errors import ApiError
from tui.switching import Switching
from tui.targets import LOCAL, server_label, server_origin
from widgets.text import cut, one_line, plural

if TYPE_CHECKING:
    from api_client.auth.accounts import Account
    from api_client.library import Library
    from screens.accounts import Seat
    from screens.dialog import Dialog
    from screens.sign_out import Fate
    from tui.settings import Settings

T = TypeVar("T")

_NAME_WIDTH = 60
_TO_SEND = 30.0
"""Seconds to wait until everything is sent."""


class Signing(Switching):
    """The part of the app that knows who one is."""

    settings: Settings
    _asks = False

    @dataclass
    class SessionTrouble(Message):
        """Something about a session that one has to know."""

        sentence: str

    def on_mount(self) -> None:
        """Hear of sessions that could be refreshed, but not kept."""
        self.switchboard.sessions.tell = self._hear_trouble

    def _hear_trouble(self, sentence: str) -> None:
        # Called in any thread: posting a message is what Textual allows from there.
        self.post_message(self.SessionTrouble(sentence))

    @on(SessionTrouble)
    def _tell_trouble(self, message: SessionTrouble) -> None:
        self.tell(message.sentence, severity="warning")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody can sign out who is not signed in."""
        if action == "sign_out":
            return self.switchboard.account is not None
        return super().check_action(action, parameters)

    async def _ask(self, dialog: Dialog[T]) -> T | None:
        """The answer; of two keys at once the second asks nothing."""
        if self._asks:
            return None
        self._asks = True
        try:
            return await self.push_screen_wait(dialog)
        finally:
            self._asks = False

    # --- in

    @work(group="sign-in")
    async def action_sign_in(self) -> None:
        """Sign in to the server in use, or to another one."""
        await self.sign_in(self.switchboard.server)

    async def sign_in(self, server: str) -> bool:
        """Ask to sign in, for a worker; whether somebody did. One comes back to where one was."""
        from screens.sign_in import SignInScreen, Visit

        has_browser = isinstance(self.browser.programs(), list)
        screen = SignInScreen(self.switchboard.sessions, server, read_address=server_origin, has_browser=has_browser)
        account = await self._ask(screen)
        if isinstance(account, Visit):
            if (account.server, None) != (self.switchboard.server, self.switchboard.account):
                await self._go(account.server, None)
            return False
        if account is None:
            return False
        await self._go(account.server, account)
        self.tell(f"Signed in to {server_label(account.server)} as {cut(one_line(account.name), _NAME_WIDTH)}.")
        return True

    # --- elsewhere

    @work(group="sign-in")
    async def action_show_accounts(self) -> None:
        """Who is signed in where."""
        from screens.accounts import AccountsScreen

        chosen = await self._ask(AccountsScreen(self._seats(), self._seat()))
        if chosen is None:
            return
        if chosen.deed == "sign_in":
            await self.sign_in("")
        elif chosen.deed == "go" and chosen.seat is not None:
            if chosen.seat.key != self._seat().key:
                await self._go(chosen.seat.server, chosen.seat.account)
        elif chosen.seat is not None and chosen.seat.account is not None:
            self._sign_out(chosen.seat.account)

    def _seat(self) -> Seat:
        from screens.accounts import Seat

        board = self.switchboard
        return Seat(board.server, server_label(board.server), board.account)

    def _seats(self) -> list[Seat]:
        """The courses of this computer, every account, and what is in use if it is none of them."""
        from screens.accounts import Seat

        board = self.switchboard
        accounts = [*board.sessions.accounts.all(), *([board.given] if board.given else [])]
        seats = [Seat("", server_label(""), None)]
        seats += [Seat(account.server, server_label(account.server), account) for account in accounts]
        here = self._seat()
        return seats if any(seat.key == here.key for seat in seats) else [*seats, here]

    async def _go(self, server: str, account: Account | None) -> None:
        """Show another account or server."""
        old = await self.switch(server, account)
        wanted = self.settings.server
        if wanted and wanted != (server or LOCAL):
            self.tell(f"The settings name {server_label(wanted)}: the next start is there again.", severity="warning")
        # Beside the interface: it takes up to a second.
        await asyncio.to_thread(old.close)

    # --- out

    def action_sign_out(self) -> None:
        """Sign out of the account in use."""
        if (account := self.switchboard.account) is not None:
            self._sign_out(account)

    @work(group="sign-out")
    async def _sign_out(self, account: Account) -> None:
        if account.kept == "environment":
            self.tell("SYLLABUS_TOKEN is set: one is signed in as long as it is.", severity="warning")
            return
        in_use = account == self.switchboard.account
        library = self.library if in_use else self.switchboard.library_for(account.server, account)
        try:
            fate = await self._fate_of_marks(library, account, started=in_use)
            if fate is not None:
                if in_use:
                    await self.switch(account.server, None)
                await self._end(library, account, keep_marks=fate == "keep")
        except ApiError as error:
            self.tell(str(error), severity="error")
        finally:
            if library is not self.library:
                await asyncio.to_thread(library.close)

    async def _fate_of_marks(self, library: Library, account: Account, *, started: bool) -> Fate | None:
        """Ask, and send if that is wanted, until nothing stands in the way; None: it was given up."""
        from screens.sign_out import SignOutScreen

        trouble = ""
        while True:
            waiting = sum(1 for mark in await library.queue() if mark.refusal is None)
            drafts = len(await library.drafts.all())
            screen = SignOutScreen(account.name, server_label(account.server), waiting, trouble, drafts=drafts)
            fate = await self._ask(screen)
            if fate != "send":
                return fate
            if not started:
                library.start()
                started = True
            self.tell("Sending what waits.")
            status = await library.send(_TO_SEND)
            if not status.waiting and not status.refused:
                return "keep" if drafts else "drop"  # moves cannot be sent: to send marks is not to drop them
            trouble = f"They could not be sent: {status.reason or 'the server did not answer in time.'}"
            if not status.waiting:
                trouble = f"The server refused {plural(status.refused, 'mark')}; the queue says why."

    async def _end(self, library: Library, account: Account, *, keep_marks: bool) -> None:
        """End the session, wipe what was kept for it, and say what came of it."""
        # Both at once: whoever leaves the program now has decided to sign out all the same.
        ending = asyncio.create_task(self.switchboard.sessions.end(account))
        not_wiped = await library.forget(keep_marks=keep_marks)
        self.tell(" ".join(["Signed out.", *(await ending).sentences, *not_wiped]))
