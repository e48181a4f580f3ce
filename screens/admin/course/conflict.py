"""Another admin changed the course: what they did and what we did, merged, and what both moved, to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.binding import Binding, BindingType

from screens.admin.course.told import moves_told
from screens.dialog import Dialog
from widgets.change_list import ChangeList, ChangeRow
from widgets.dialog_foot import DialogFoot
from widgets.dialog_text import DialogText
from widgets.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from api_client.ordering.merge import Decision, Merge, Side
    from api_client.ordering.order import Spot
    from screens.admin.course.told import Name, Told


class ConflictScreen(Dialog["Merge | None"]):
    """The result is the merge with every decision taken; None to go back to editing, with nothing changed."""

    CSS_PATH = "conflict.tcss"
    AUTO_FOCUS = "ChangeList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "Save", id="conflict.save", tooltip="Save both sets of moves, merged"),
        Binding("o,left", "take('ours')", "Yours", id="conflict.ours", tooltip="It stands where you put it"),
        Binding("t,right", "take('theirs')", "Theirs", id="conflict.theirs", tooltip="It stands where they put it"),
        Binding("escape", "leave", "Back to editing", id="conflict.leave", tooltip="Save nothing; all moves stay"),
    ]

    rows = getters.query_one(ChangeList)
    foot = getters.query_one(DialogFoot)

    def __init__(self, merged: Merge, name: Name, they_did: Sequence[Told]) -> None:
        """`name` gives what an id is called, harmless for a terminal."""
        super().__init__()
        self._merge = merged
        self._name = name
        self._they_did = they_did

    def compose_inside(self) -> ComposeResult:
        """What happened, both sides, the keys."""
        open_count = len(self._merge.decisions)
        what = "What both of you did is merged."
        if open_count:
            what += f" {plural(open_count, 'row')} you both moved: choose whose place counts."
        yield DialogText("Another admin changed this course meanwhile", what)
        yield ChangeList()
        sides = [("o", "Yours"), ("t", "Theirs")] if open_count else []
        yield DialogFoot([("f2", "Save"), *sides], [("escape", "Back to editing")])

    def on_mount(self) -> None:
        """Draw the merge."""
        self._show()

    def _show(self) -> None:
        self.rows.show_rows(list(self._all_rows()))
        self.foot.off = bool(self._merge.open)

    def _all_rows(self) -> Iterator[ChangeRow]:
        yield from self._decisions()
        yield from _told("They did", self._they_did)
        yield from _told("You did", moves_told(self._merge.we_did, self._name))

    def _decisions(self) -> Iterator[ChangeRow]:
        decisions = self._merge.decisions
        if decisions:
            left = len(self._merge.open)
            yield ChangeRow("heading", "To decide", f"{left} left" if left else "all decided")
            yield from map(self._decision, decisions)
            yield ChangeRow("gap")

    def _decision(self, decision: Decision) -> ChangeRow:
        gone = decision.kind == "deleted_section"
        return ChangeRow(
            "decision", self._name(decision.id), id=decision.id, ours=self._spot(decision.ours, gone=gone),
            theirs=self._spot(decision.theirs), taken=decision.taken,
        )  # fmt: skip

    def _spot(self, spot: Spot, *, gone: bool = False) -> str:
        if spot.section_id is None:
            return f"section {spot.position}"
        deleted = " (deleted)" if gone else ""
        return f"{spot.position}, {self._name(spot.section_id)}{deleted}"

    # --- keys

    def action_take(self, side: Side) -> None:
        """Decide for one of the places, and go on to the next that is open."""
        row = self.rows.selected
        if row is None:
            return
        self._merge = self._merge.take(row.id, side)
        self._show()
        if self._merge.open:
            self.rows.select_id(self._merge.open[0].id)

    def action_save(self) -> None:
        """Take the merge, once everything is decided."""
        if not self._merge.open:
            self.dismiss(self._merge)

    def action_leave(self) -> None:
        """Back to editing."""
        self.dismiss(None)


def _told(heading: str, told: Sequence[Told]) -> Iterator[ChangeRow]:
    yield ChangeRow("heading", heading, "" if told else "nothing but texts")
    for name, what in told:
        yield ChangeRow("told", name, what)
    yield ChangeRow("gap")
