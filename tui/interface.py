"""Running the interface in this terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from backend.garbage import collect_rarely
from tui.app import SyllabusApp
from tui.editor import Editor
from tui.log import log_to
from tui.switchboard import Switchboard
from widgets.unsaved import unsaved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.commands.context import Context
    from tui.settings import SettingsProblem


class _App(SyllabusApp):
    """The app as the program runs it: it ends on a failure without a word, for the report to be written."""

    failure: Exception | None = None
    problems: Sequence[SettingsProblem] = ()

    def on_mount(self) -> None:
        """Collect garbage from the first frame on, and draw again on return from the shell."""
        self.call_after_refresh(collect_rarely)
        self.app_resume_signal.subscribe(self, self._draw_again)

    def _draw_again(self, _app: object) -> None:
        # Textual itself draws then only if the terminal has another size than before.
        self.refresh(layout=True)

    def on_ready(self) -> None:
        """Say what is wrong with the settings where it can be read, which token is used, and what a crash left."""
        if self.switchboard.given:
            self.tell("SYLLABUS_TOKEN is set, and wins over every stored session.")
        for path in self.editor.left_behind():
            self.tell(f"A text that you edited was not saved. It is in {path}", severity="warning")
        for problem in self.problems:
            self.tell(problem.short, severity="warning")

    def _handle_exception(self, error: Exception) -> None:
        # What Textual makes of a failed worker has no traceback; the failure itself does.
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.failure = self.failure or (cause if isinstance(cause, Exception) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would print the traceback with the value of every variable in it.
        self._close_messages_no_wait()


def run_interface(context: Context) -> int:
    """Open the interface and return the exit code when it is left. Raises what made it fail."""
    log_to(context.folders.state)
    switchboard = Switchboard(context.sessions, context.library_for, context.server, context.account)
    app = _App(switchboard, context.settings, context.browser(), Editor(context.folders.state / "edits"))
    app.problems = context.loaded.problems
    try:
        app.run(mouse=context.settings.mouse)
    finally:
        app.library.close()
    if drafts := unsaved(app.library.status.drafts):
        sys.stderr.write(f"{drafts}\n")
    if app.failure:
        raise app.failure
    return app.return_code or 0
