"""What stands over the places: toasts, the queue, the messages, the help, the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.opening import Opener
from widgets.toast_text import toast_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api_client.library import Library
    from screens.actions import Action
    from screens.message_log import MessageLog, Severity

TOAST_WIDTH = 50
MOST_TOASTS = 3
FLAT = 16
"""Rows below which one toast is all that leaves the screen readable."""
MARGIN = 2
TOAST_FRAME = 3
"""Columns of a toast that its edge and padding take."""


class Aids(Opener):
    """The part of the app that says things and helps to find things."""

    library: Library
    message_log: MessageLog

    def on_mount(self) -> None:
        """A screen that comes to the front gets all toasts that there are."""
        self.screen_change_signal.subscribe(self, self._hide_old_toasts_there)

    def tell(self, text: str, *, severity: Severity = "information", key: str = "") -> None:
        """Say something in a toast, with the key that helps; it can be read again under `!`."""
        self.message_log.add(text, severity)
        content = toast_text(text, key, severity, min(TOAST_WIDTH, self.size.width - MARGIN) - TOAST_FRAME)
        # A toast takes Content as it takes text, and never reads markup in it; the signature says text alone.
        self.notify(content, severity=severity)  # pyright: ignore[reportArgumentType]
        self.call_after_refresh(self._hide_old_toasts)

    def _hide_old_toasts_there(self, _screen: object) -> None:
        self.call_after_refresh(self._hide_old_toasts)

    def _hide_old_toasts(self) -> None:
        # Textual stacks as many as there are, over everything: ten refused marks would cover the list.
        most = 1 if self.size.height < FLAT else MOST_TOASTS
        for toast in list(self.screen.query("ToastHolder"))[:-most]:
            toast.display = False

    def use_keys(self, chosen: Mapping[str, str]) -> None:
        """Let actions have other keys; say which of them cannot be used."""
        if not chosen:
            return
        from tui.keymap import check_keys

        usable, problems = check_keys(chosen)
        self.set_keymap(usable)
        for problem in problems:
            self.call_after_refresh(self.tell, str(problem), severity="error")

    def action_show_queue(self) -> None:
        """What waits to be sent."""
        from screens.queue import QueueScreen

        if not isinstance(self.screen, QueueScreen):
            self.push_screen(QueueScreen(self.library))

    def action_show_messages(self) -> None:
        """What was said."""
        from screens.messages import MessagesScreen

        if not isinstance(self.screen, MessagesScreen):
            # They would lie over the screen on which they can be read.
            self.clear_notifications()
            self.push_screen(MessagesScreen(self.library, self.message_log))

    def action_show_help(self) -> None:
        """Every key that works here; the chosen one's action is run once the help is gone."""
        from screens.actions import available_actions
        from screens.help import HelpScreen

        self.push_screen(HelpScreen(available_actions(self.screen, self.get_key_display)), self._run)

    def action_command_palette(self) -> None:
        """Every course, lesson and action by a few letters of its name."""
        from screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    async def _run(self, action: Action | None) -> None:
        if action is not None:
            await self.run_action(action.action, action.node)
