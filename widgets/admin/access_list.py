"""The courses that a user has access to, and why."""

from __future__ import annotations

from api_client.admin_rows import AccessRow
from widgets.admin.cells import cell, named_row
from widgets.facts_pane import FactGroup, Facts
from widgets.paint import Line, Piece
from widgets.row_list import RowList


def source_words(row: AccessRow) -> str:
    """Where the access comes from."""
    return ", ".join(["by hand"] * row.by_hand + ["bought"] * bool(row.products))


class AccessList(RowList[AccessRow]):
    """Name, source, and how far the user is."""

    def row_id(self, row: AccessRow) -> str:
        """The course's id."""
        return row.id

    def draw(self, row: AccessRow, width: int, selected: bool) -> Line:
        """One course."""
        columns = (
            cell(f"{row.completed_count}/{row.lesson_count}", 9),
            cell(source_words(row), 17),
        )
        return named_row(Piece(" "), row.name, "text strong" if selected else "text", columns, width)


def access_facts(row: AccessRow) -> Facts:
    """What the pane says of a course."""
    facts = (("Complete", f"{row.completed_count} of {row.lesson_count}"),)
    sources = tuple([("By an admin, by hand", "")] * row.by_hand + [(name, "bought") for name in row.products])
    return Facts(row.name, "", facts, (FactGroup("Access through", sources),))
