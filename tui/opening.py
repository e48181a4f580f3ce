"""What leaves the interface: links to a browser, text to an editor or the clipboard, links as QR codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import SuspendNotSupported
from textual.message import Message

from screens import requests
from tui.browser import NoBrowser, NotALink, Opened, Remote
from tui.editor import EditorFailed
from tui.screen_changes import ScreenChanges

if TYPE_CHECKING:
    from concurrent.futures import Future

    from screens.edited_text import EditedText
    from tui.browser import Browser, Opening
    from tui.editor import Editor


class Opener(ScreenChanges):
    """The part of the app that opens and copies."""

    browser: Browser
    editor: Editor

    @dataclass
    class OpeningFailed(Message):
        """No program could be started for a link."""

        reason: str

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open a link in the browser; where none can be, show, copy and draw it instead. Every link goes through here.

        `new_tab` is Textual's, and is the browser's own business.
        """
        self._report(self.browser.open(url), url)

    def _report(self, opening: Opening, url: str) -> None:
        match opening:
            case Opened(program, outcome):
                self.tell(f"Opening in {program}.", key="y copy link")
                outcome.add_done_callback(self._hear_outcome)
            case Remote():
                self.copy_to_clipboard(url)
                self.post_message(requests.ShowCode(url, "Open this on your own computer"))
            case NoBrowser(reason):
                self.tell(reason, severity="warning")
                self.copy_to_clipboard(url)
                self.post_message(requests.ShowCode(url, "Open this link yourself"))
            case NotALink(reason):
                self.tell(reason, severity="error")

    def _hear_outcome(self, outcome: Future[str | None]) -> None:
        # In the launcher's thread: posting a message is what Textual allows from there.
        if not outcome.cancelled() and (reason := outcome.result()):
            self.post_message(self.OpeningFailed(reason))

    @on(OpeningFailed)
    def _tell_failure(self, message: OpeningFailed) -> None:
        self.tell(message.reason, severity="error", key="Q code")

    def edit_text(self, text: str, name: str) -> EditedText | None:
        """Let a text be edited in `$EDITOR`; None if nothing came of it, which was told if it is a failure."""
        edited, failure = None, ""
        try:
            with self.suspend():
                # Raised through `suspend`, the failure would leave the terminal with the editor.
                try:
                    edited = self.editor.edit(text, name)
                except EditorFailed as error:
                    failure = str(error)
        except SuspendNotSupported:
            failure = "This terminal cannot be given to an editor."
        if failure:
            self.tell(failure, severity="error")
        return edited

    @on(requests.OpenWith)
    @work(group="open-with")
    async def _open_with(self, request: requests.OpenWith) -> None:
        from screens.choice import ChoiceScreen

        players = self.browser.players()
        if not players:
            self.tell("No player was found; [players] in the settings names them.", severity="warning")
            return
        names = tuple(player.name for player in players)
        name = await self.push_screen_wait(ChoiceScreen("Open the video with", names))
        chosen = next((player for player in players if player.name == name), None)
        if chosen is not None:
            self._report(self.browser.open_with(chosen, request.url), request.url)

    @on(requests.ShowCode)
    def _show_code(self, request: requests.ShowCode) -> None:
        from screens.qr_code import QrCodeScreen

        self.push_screen(QrCodeScreen(request.url, request.title))

    @on(requests.CopyText)
    def _copy(self, request: requests.CopyText) -> None:
        # OSC 52 has no answer: whether the terminal took it cannot be known, so it is not claimed.
        self.copy_to_clipboard(request.text)
        self.tell(f"Sent the {request.what} to the terminal's clipboard.")
