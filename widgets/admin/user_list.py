"""Users, as admins list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from api_client.admin_rows import AdminUserRow
from widgets.admin.cells import cell, named_row
from widgets.facts_pane import Facts
from widgets.marks import marks
from widgets.paint import Line, Piece
from widgets.row_list import RowList
from widgets.text import cut, plural

if TYPE_CHECKING:
    from widgets.facts_pane import Pair

EMAIL = 26
"""Cells of the address."""
AHEAD = 20
"""Rows before the end at which more are asked for."""


def dollars_and_cents(cents: int) -> str:
    """`$49`, `$12.50`."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"


class AdminUserList(RowList[AdminUserRow]):
    """Name, role, courses, address. It says when its end comes near, for more to be added."""

    class EndNear(Message):
        """The last rows are in view, or nearly."""

    def row_id(self, row: AdminUserRow) -> str:
        """The user's id."""
        return row.id

    def draw(self, row: AdminUserRow, width: int, selected: bool) -> Line:
        """One user; muted where the account is deleted."""
        tone = "text strong" if selected else "muted" if row.is_deleted else "text"
        admin = row.role == "admin"
        state = "deleted" if row.is_deleted else "admin" if admin else ""
        mark = Piece(marks().begun if admin else " " * marks().width, "accent")
        columns = (
            cell(state, 8, "accent" if state == "admin" else "faint"),
            cell(plural(row.course_count, "course"), 12),
            cell(cut(row.email, EMAIL - 2), EMAIL),
        )
        return named_row(mark, row.name, tone, columns, width)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolled, by wheel or by keys."""
        super().watch_scroll_y(old_value, new_value)
        self._look_ahead(round(new_value) + self.size.height)

    def watch_cursor(self, old: int, new: int) -> None:
        """The cursor moved."""
        super().watch_cursor(old, new)
        self._look_ahead(new)

    def _look_ahead(self, row: int) -> None:
        if row + AHEAD >= len(self.rows):
            self.post_message(self.EndNear())


def user_facts(user: AdminUserRow) -> Facts:
    """What the pane says of a user."""
    facts: tuple[Pair, ...] = (
        ("Role", "deleted" if user.is_deleted else user.role),
        ("Courses", f"{user.course_count:,}"),
        ("Purchases", f"{user.purchase_count:,}"),
        ("Paid", dollars_and_cents(user.paid_in_cents)),
    )
    return Facts(user.name, user.email, facts)
