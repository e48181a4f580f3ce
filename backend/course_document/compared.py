"""The sections, or the lessons, of a document, compared with those that a course has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from backend.course_document.fields import differs
from backend.course_document.places import count_moved, is_order_kept
from backend.course_document.rows import Row, Rows
from backend.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backend.course_document.fields import Faults, Fields
    from backend.queries.admin.rows import LessonRow, SectionRow


class Compared:
    """Collects in `rows` what becomes of them: `read` each, `place` those of each parent, then `delete` the rest."""

    def __init__(
        self,
        kind: str,
        parent: str,
        stored: Iterable[SectionRow | LessonRow],
        fields_of: Callable[..., Fields],
        faults: Faults,
    ) -> None:
        """`kind` is what `deleted` calls them; `parent` the column that says what a row is in; `stored` in order."""
        self.rows = Rows()
        self._kind = kind
        self._parent = parent
        self._fields_of = fields_of
        self._faults = faults
        self._stored = {_uuid(row.id): row for row in stored}
        self._parents = {row_id: _uuid(getattr(row, parent)) for row_id, row in self._stored.items()}
        self._now: dict[UUID, list[UUID]] = {}
        for row_id, parent_id in self._parents.items():
            self._now.setdefault(parent_id, []).append(row_id)
        self._new: dict[UUID, Row] = {}
        self._pointers: dict[UUID, str] = {}

    def read(self, document: Any, pointer: str) -> UUID:  # noqa: ANN401  # of the model that `fields_of` takes
        """The id of the row that is described at `pointer`."""
        row_id: UUID = document.id or uuid4()
        if row_id in self._pointers:
            self._faults.add(f"{pointer}/id", f"This id stands at {self._pointers[row_id]} too.")
        self._pointers[row_id] = pointer
        row = self._stored.get(row_id)
        fields = self._fields_of(document, row, pointer, self._faults)
        if row is None:
            self._new[row_id] = fields | {"id": row_id}
            if document.id:
                self.rows.named[row_id] = pointer
        elif differs(fields, row):
            self.rows.changed.append(fields | {"id": row_id})
        return row_id

    def place(self, parent_id: UUID, wanted: Sequence[UUID]) -> None:
        """Give those of one parent their order: from 0 where it changes, else the one they have, untidy or not."""
        now = self._now.get(parent_id, [])
        self.rows.moved += count_moved(wanted, now)
        self.rows.moved += sum(1 for each in wanted if self._parents.get(each, parent_id) != parent_id)
        if is_order_kept(wanted, now):
            return
        for order, row_id in enumerate(wanted):
            if row_id in self._new:
                self.rows.created.append(self._new[row_id] | {"order": order, self._parent: parent_id})
            elif (self._parents[row_id], self._stored[row_id].order) != (parent_id, order):
                self.rows.placed.setdefault(parent_id, {})[row_id] = order

    def delete(self, meant: Sequence[UUID]) -> None:
        """What was not read goes, if it is meant to. It is named where it is not: that would be a mistake."""
        for at, row_id in enumerate(meant):
            if row_id in self._pointers:
                self._faults.add(f"/deleted/{self._kind}/{at}", f"It stands at {self._pointers[row_id]}.")
        self.rows.deleted = [row_id for row_id in self._stored if row_id not in self._pointers]
        by_mistake = set(self.rows.deleted) - set(meant)
        for row_id in filter(by_mistake.__contains__, self.rows.deleted):
            name = quoted(self._stored[row_id].name)
            self._faults.add(
                f"/deleted/{self._kind}", f"{name} ({row_id}) is missing. Name it here if it is to be deleted."
            )


def _uuid(value: object) -> UUID:
    """As the databases do not agree on."""
    return value if isinstance(value, UUID) else UUID(str(value))
