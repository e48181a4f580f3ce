"""A place whose list the server searches and gives a page at a time: more is read as its end comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from textual import on, work

from api_client.documents import Snapshot
from api_client.errors import ApiError
from screens.admin.place import AdminPlace
from widgets.admin.paged_list import EndNear

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.timer import Timer

    from api_client.library import Library
    from api_client.resources.admin.admin import Admin
    from widgets.row_list import RowList

TYPING = 0.2
"""Seconds without another letter after which the server is asked."""


class Paged(Protocol):
    """What the server answers."""

    @property
    def next_cursor(self) -> str | None:
        """Of the page after it; None if it is the last one."""
        ...


P = TypeVar("P", bound=Paged)
R = TypeVar("R")


class PagedPlace(AdminPlace[R], Generic[P, R]):
    """Rows of `R`, made of the pages `P` of what is chosen."""

    WHAT: ClassVar[str]
    """The rows' plural."""

    def __init__(self, library: Library, rows: RowList[R]) -> None:
        super().__init__(library, rows)
        self._found: dict[str, R] = {}
        self.page: P | None = None
        """The one that was read last; None until there is one."""
        self._next: str | None = None
        """The cursor of the next page."""
        self._error: ApiError | None = None
        self._typing: Timer | None = None

    def asking(self, cursor: str | None) -> Callable[[Admin], Awaitable[P]]:
        """The call for a page of what is chosen now."""
        raise NotImplementedError

    def rows_of(self, page: P) -> Sequence[R]:
        """The rows of a page."""
        raise NotImplementedError

    def total(self, page: P) -> int | None:
        """How many rows there are; None where that is not known before the last page."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """The first page."""
        self.show()
        self.find()

    def action_reload(self) -> None:
        """Ask the server again."""
        super().action_reload()
        self.find()

    def watch_words(self) -> None:
        """Other words: the server is asked once nothing more is typed."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING, self.find)

    def forget(self) -> None:
        """The rows come anew, and what is known of them does too."""
        self._found = {}

    def begin_again(self) -> None:
        """Other rows: those before are not among them."""
        self.forget()
        self.page = self._next = None
        self.show()
        self.find()

    @work(exclusive=True, group="pages")
    async def find(self) -> None:
        """The first page of what is chosen."""
        await self._load(None)

    @on(EndNear)
    def _go_on(self) -> None:
        if self._next is not None:
            self.find_more(self._next)
            self._next = None

    @work(exclusive=True, group="pages")
    async def find_more(self, cursor: str) -> None:
        """The page after the last one."""
        await self._load(cursor)

    async def _load(self, cursor: str | None) -> None:
        try:
            page = await self.library.administer(self.asking(cursor))
        except ApiError as error:
            self._error = error
            self._next = cursor
        else:
            if cursor is None:
                self.forget()
            self._found |= {self.rows.row_id(row): row for row in self.rows_of(page)}
            self._error, self._next, self.page = None, page.next_cursor, page
        if self.is_attached:
            self.show()

    def show(self) -> None:
        """Show what was found, or what there is instead."""
        rows, page = tuple(self._found.values()), self.page
        self.rows.show_rows(rows)
        snapshot = Snapshot(rows if page is not None else None, error=self._error)
        self.show_place(self.WHAT, snapshot, self.total(page) if page is not None else None, len(rows), None)
