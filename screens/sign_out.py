"""Signing out: what goes with it, and what becomes of marks that are not sent and moves that are not saved."""

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
from widgets.unsaved import unsaved

if TYPE_CHECKING:
    from textual.app import ComposeResult

Fate = Literal["send", "keep", "drop"]
"""Of marks that are not sent. Moves that are not saved are kept, unless marks are dropped."""
_KEEP_OR_DROP: dict[str, Fate] = {
    "Sign out, and keep them here until you sign in again": "keep",
    "Sign out, and drop them": "drop",
}
_FATES: dict[str, Fate] = {"Send them first, then sign out": "send", **_KEEP_OR_DROP}
_FATES_WITH_MOVES: dict[str, Fate] = {"Send the marks first, then sign out and keep the moves": "send", **_KEEP_OR_DROP}
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

    def __init__(self, name: str, host: str, waiting: int, trouble: str = "", *, drafts: int = 0) -> None:
        """`waiting`: marks that are not sent; `trouble`: why they could not be sent just now.

        `drafts`: courses with moves that are not saved.
        """
        super().__init__()
        self._name = name
        self._host = host
        self._waiting = waiting
        self._trouble = trouble
        self._drafts = drafts
        self._fates = _ONLY
        if waiting:
            self._fates = _FATES_WITH_MOVES if drafts else _FATES
        elif drafts:
            self._fates = _KEEP_OR_DROP

    def compose_inside(self) -> ComposeResult:
        """What happens, the choices, the keys."""
        who = cut(one_line(self._name), _NAME_WIDTH)
        what = f"{who}: the session ends, and what was kept here of your courses and progress is deleted."
        verb = "is" if self._waiting == 1 else "are"
        unsent = f"{plural(self._waiting, 'mark')} {verb} not sent yet." if self._waiting else ""
        paragraphs = filter(None, (what, f"{unsent} {self._trouble}".strip(), unsaved(self._drafts)))
        yield DialogText(f"Sign out of {self._host}?", *paragraphs)
        yield NameList()
        verb = "Sign out" if self._fates is _ONLY else "Choose"
        yield DialogFoot([("enter", verb)], [("escape", "Stay signed in")])

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
