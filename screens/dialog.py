"""The frame of everything that stands over a page and must be answered or closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import getters
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.screen import ModalScreen

from screens.host import Host
from widgets.dialog_edge import DialogEdge

if TYPE_CHECKING:
    from textual.app import ComposeResult

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A block on surface with an edge along its top; only its own keys act in it."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: black 62%;
        &:ansi { background: transparent; }

        .block { width: 72; max-width: 100%; height: auto; max-height: 100%; background: $surface; }
        .inside { padding: 1 3; height: auto; }
        &.-tiny .inside { padding: 0 1; }
        &.-flat .inside { padding: 0 3; }
        &.-tiny.-flat .inside { padding: 0 1; }
    }
    """

    app = getters.app(Host)

    def compose(self) -> ComposeResult:
        """The edge, and what the dialog holds."""
        with Vertical(classes="block"):
            yield DialogEdge()
            with Vertical(classes="inside"):
                yield from self.compose_inside()

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer, and leave, with what stands over it: a code, the help.

        Of two keys at once the second finds it gone: Textual would take away what is below it.
        """
        if self not in self.app.screen_stack:
            return AwaitComplete.nothing()
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)

    def compose_inside(self) -> ComposeResult:
        """What stands in the block."""
        raise NotImplementedError
