"""Users, as admins list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.admin_rows import AdminUserRow
from widgets.admin.cells import cell, named_row
from widgets.admin.paged_list import PagedList
from widgets.facts_pane import Facts
from widgets.marks import marks
from widgets.paint import Line, Piece
from widgets.text import cut, plural

if TYPE_CHECKING:
    from widgets.facts_pane import Pair

EMAIL = 26
"""Cells of the address."""


def dollars_and_cents(cents: int) -> str:
    """`$49`, `$12.50`."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"


class AdminUserList(PagedList[AdminUserRow]):
    """Name, role, courses, address."""

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


def user_facts(user: AdminUserRow) -> Facts:
    """What the pane says of a user."""
    facts: tuple[Pair, ...] = (
        ("Role", "deleted" if user.is_deleted else user.role),
        ("Courses", f"{user.course_count:,}"),
        ("Purchases", f"{user.purchase_count:,}"),
        ("Paid", dollars_and_cents(user.paid_in_cents)),
    )
    return Facts(user.name, user.email, facts)
