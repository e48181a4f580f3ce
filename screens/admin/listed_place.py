"""A place whose list is one document: it is shown as cached, followed, and filtered here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from textual import work
from textual.reactive import reactive

from api_client.documents import Document, Snapshot
from api_client.errors import ApiError
from screens.admin.place import AdminPlace
from screens.typed_confirmation import TypedConfirmation, word_for
from widgets.text import brief

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from uuid import UUID

    from api_client.library import Library
    from api_client.resources.admin.admin import Admin
    from widgets.row_list import RowList
    from widgets.state_panel import KeyHelp


class Identified(Protocol):
    """What the server lists."""

    @property
    def id(self) -> UUID:
        """As the server knows it."""
        ...


M = TypeVar("M", bound=Identified)
R = TypeVar("R")


class ListedPlace(AdminPlace[R], Generic[M, R]):
    """Rows of `R`, made of the document's `M`."""

    WHAT: ClassVar[str]
    """The rows' plural."""
    NEW: ClassVar[KeyHelp]
    """What makes the first one."""

    snapshot: reactive[Snapshot[Any]] = reactive(Snapshot[Any](None, loading=True), init=False)

    def __init__(self, library: Library, rows: RowList[R], document: Document[tuple[M, ...]]) -> None:
        super().__init__(library, rows)
        self._followed = document
        self._all: Sequence[R] = ()
        self._select_next: str | None = None

    def rows_of(self, models: Sequence[M]) -> Sequence[R]:
        """The rows of the list."""
        raise NotImplementedError

    def text_of(self, row: R) -> str:
        """What the filter looks for words in."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Follow the list."""
        self.follow_list()

    @work(exclusive=True, group="list")
    async def follow_list(self) -> None:
        """Take every new state of the list."""
        async for snapshot in self.follow(self._followed):
            self.snapshot = snapshot

    @property
    def models(self) -> tuple[M, ...]:
        """What the rows were made of, in their order."""
        return self.snapshot.value or ()

    @property
    def selected(self) -> M | None:
        """What the selected row was made of."""
        selected = self.rows.selected_id
        return next((model for model in self.models if str(model.id) == selected), None)

    def put(self, model: M) -> None:
        """Show what the server answered before the list is read again: another form would begin with the old one."""
        kept = tuple(model if each.id == model.id else each for each in self.models)
        value = kept if model in kept else (*kept, model)
        self.snapshot = replace(self.snapshot, value=value)
        self.select(str(model.id))

    def select(self, row_id: str) -> None:
        """Put the cursor on a row as soon as it is there."""
        self._select_next = row_id
        if self.is_mounted:
            self._show()

    def watch_snapshot(self) -> None:
        """Rows change in place; the cursor stays on its row."""
        self._all = self.rows_of(self.models)
        self._show()

    def watch_words(self) -> None:
        """Other words."""
        self._show()

    def _show(self) -> None:
        words = self.words.casefold().split()
        texts = (
            ((row, self.text_of(row).casefold()) for row in self._all) if words else ((row, "") for row in self._all)
        )
        rows = [row for row, text in texts if all(word in text for word in words)]
        self.rows.show_rows(rows, select=self._select_next)
        if self.rows.selected_id == self._select_next:
            self._select_next = None
        self.show_place(self.WHAT, self.snapshot, len(self._all), len(rows), self.NEW)

    async def delete(self, name: str, *sentences: str, call: Callable[[Admin], Awaitable[None]]) -> None:
        """Delete something once its name was typed, and say what came of it; `sentences` say what goes with it."""
        shown = brief(name)
        question = TypedConfirmation(f"Delete {shown}?", *sentences, "It cannot be undone.", word=word_for(name))
        if not await self.app.push_screen_wait(question):
            return
        try:
            await self.library.administer(call)
        except ApiError as error:
            self.app.tell(f"{shown} was not deleted: {error}", severity="error")
        else:
            self.app.tell(f"{shown} was deleted.")
