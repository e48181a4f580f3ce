"""Signing out: what goes with it, and what becomes of marks that are not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import getters, on
from textual.binding import Binding, BindingType

from screens.dialog import Dialog
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.name_list import NameList
from widgets.row_list import RowList
from widgets.text import cut, one_line, plural

if TYPE_CHECKING:
    from textual.app import ComposeResult

Fate = Literal["send", "keep", "drop"]
"""Of marks that are not sent."""
_FATES: dict[str, Fate] = {
    "Send them first, then sign out": "send",
    "Sign out, and keep them here until you sign in again": "keep",
    "Sign out, and drop them": "drop",
}
_NAME_WIDTH = 60
_ONLY: dict[str, Fate] = {"Sign out": "drop"}


class SignOutScreen(Dialog["Fate | None"]):
    """The result says what becomes of the marks; None: nobody is signed out."""

    DEFAULT_CSS = """
    SignOutScreen {
        NameList { height: auto; margin: 1 0; }
        &.-flat NameList { margin: 0; }
    }
    """
    AUTO_FOCUS = "NameList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Stay", id="sign_out.close", tooltip="Stay signed in"),
    ]

    choices = getters.query_one(NameList)

    def __init__(self, name: str, host: str, waiting: int, trouble: str = "") -> None:
        """`waiting`: marks that are not sent; `trouble`: why they could not be sent just now."""
        super().__init__()
        self._name = name
        self._host = host
        self._waiting = waiting
        self._trouble = trouble
        self._fates = _FATES if waiting else _ONLY

    def compose_inside(self) -> ComposeResult:
        """What happens, the choices, the keys."""
        who = cut(one_line(self._name), _NAME_WIDTH)
        what = f"{who}: the session ends, and what was kept here of your courses and progress is deleted."
        verb = "is" if self._waiting == 1 else "are"
        unsent = f"{plural(self._waiting, 'mark')} {verb} not sent yet." if self._waiting else ""
        paragraphs = filter(None, (what, f"{unsent} {self._trouble}".strip()))
        yield DialogText(f"Sign out of {self._host}?", *paragraphs)
        yield NameList()
        yield DialogFoot([("enter", "Choose" if self._waiting else "Sign out")], [("escape", "Stay signed in")])

    def on_mount(self) -> None:
        """List what can be done."""
        self.choices.show_rows(tuple(self._fates))

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(self._fates[event.row_id])

    def action_close(self) -> None:
        """Stay signed in."""
        self.dismiss(None)
