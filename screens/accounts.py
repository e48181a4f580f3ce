"""Accounts and servers: going to another one, signing out of one, signing in to one more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType

from screens.dialog import Dialog
from widgets.account_list import AccountList, AccountRow
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from api_client.auth.accounts import Account

KEPT = {"keyring": "keyring", "file": "plain text", "memory": "this run", "environment": "SYLLABUS_TOKEN"}
"""Where a session is, in a word or two."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Something that can be gone to."""

    server: str
    """The origin; empty for this computer."""
    host: str
    account: Account | None
    """None for an anonymous viewer, and for this computer."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it another one."""
        return self.server, self.account.id if self.account else ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be done: go to a seat, sign out of it, or sign in somewhere (no seat)."""

    deed: str
    """`go`, `sign_out`, `sign_in`."""
    seat: Seat | None = None


class AccountsScreen(Dialog["Chosen | None"]):
    """A list; None if nothing was chosen."""

    DEFAULT_CSS = """
    AccountsScreen {
        .block { width: 88; }
        AccountList { height: auto; max-height: 12; margin: 1 0; }
        &.-flat AccountList { margin: 0; max-height: 7; }
    }
    """
    AUTO_FOCUS = "AccountList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("D", "sign_out", "Sign out", id="accounts.sign_out", tooltip="Sign out of the selected account"),
        Binding("S", "sign_in", "Sign in", id="accounts.sign_in", tooltip="Sign in to another server or account"),
        Binding("escape", "close", "Close", id="accounts.close", tooltip="Back without choosing"),
    ]

    accounts = getters.query_one(AccountList)
    foot = getters.query_one(DialogFoot)

    def __init__(self, seats: Sequence[Seat], in_use: Seat) -> None:
        super().__init__()
        self._seats = {str(number): seat for number, seat in enumerate(seats)}
        self._in_use = in_use

    def compose_inside(self) -> ComposeResult:
        """Title, list, keys."""
        yield DialogText("Accounts and servers")
        yield AccountList()
        yield DialogFoot([("enter", "Go"), ("S", "Sign in"), ("D", "Sign out")], [("escape", "Close")])

    def on_mount(self) -> None:
        """The one in use is selected."""
        rows = [self._row(id, seat) for id, seat in self._seats.items()]
        self.accounts.show_rows(rows, select=next((row.id for row in rows if row.in_use), None))

    def _row(self, id: str, seat: Seat) -> AccountRow:
        in_use = seat.key == self._in_use.key
        if seat.account is not None:
            return AccountRow(id, seat.account.name, seat.host, KEPT[seat.account.kept], in_use)
        who = "Signed out" if seat.server else "The courses of this computer"
        return AccountRow(id, who, seat.host if seat.server else "", "", in_use)

    @property
    def _selected(self) -> Seat | None:
        return self._seats.get(self.accounts.selected_id or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody can sign out who is not signed in."""
        if action == "sign_out" and self.is_mounted:
            return self._selected is not None and self._selected.account is not None
        return super().check_action(action, parameters)

    @on(RowList.Chosen)
    def _go(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(Chosen("go", self._seats[event.row_id]))

    def action_sign_out(self) -> None:
        """Of the selected account."""
        self.dismiss(Chosen("sign_out", self._selected))

    def action_sign_in(self) -> None:
        """Somewhere else, or as somebody else."""
        self.dismiss(Chosen("sign_in"))

    def action_close(self) -> None:
        """Nothing."""
        self.dismiss(None)
