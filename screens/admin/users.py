"""The admin's users: found on the server, a page at a time; their role, and the way to what they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from api_client.admin_rows import AdminUserRow, admin_user_rows
from api_client.documents import Snapshot
from api_client.errors import ApiError
from screens.admin.place import AdminPlace
from screens.admin.roles import ask_for_role
from widgets.admin.paged_list import EndNear
from widgets.admin.user_list import AdminUserList, user_facts
from widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.timer import Timer

    from api_client.library import Library
    from widgets.facts_pane import Facts

TYPING = 0.2
"""Seconds without another letter after which the server is asked."""


class AdminUsersScreen(AdminPlace[AdminUserRow]):
    """Every user of the server, by name."""

    MODE = "admin/users"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "change_role", "Role", id="admin_users.role", tooltip="Make an admin of a user, or a user again"),
    ]
    FOOTER = (
        "filter.leave", "filter.clear", "list.open", "admin.filter", "admin.next_place", "admin_users.role",
        "page.details",
    )  # fmt: skip
    OF_A_ROW = AdminPlace.OF_A_ROW | {"change_role"}

    def __init__(self, library: Library) -> None:
        super().__init__(library, AdminUserList())
        self._found: dict[str, AdminUserRow] = {}
        self._next: str | None = None
        """The cursor of the next page."""
        self._error: ApiError | None = None
        self._loaded = False
        self._typing: Timer | None = None

    def facts(self) -> Facts | None:
        """Of the selected user."""
        return user_facts(row) if (row := self.rows.selected) is not None else None

    def again(self, library: Library) -> AdminUsersScreen:
        """As another viewer is shown them, if that one is an admin, too."""
        return AdminUsersScreen(library)

    def on_mount(self) -> None:
        """The first page."""
        self.find()

    def on_screen_resume(self) -> None:
        """What was done on a user's page shows here."""
        if self._loaded:
            self.find()

    def action_reload(self) -> None:
        """Ask the server again."""
        super().action_reload()
        self.find()

    # --- finding

    def watch_words(self) -> None:
        """Other words: the server is asked once nothing more is typed."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING, self.find)

    @work(exclusive=True, group="users")
    async def find(self) -> None:
        """The first page of those who have the words."""
        await self._load(None)

    @on(EndNear)
    def _go_on(self) -> None:
        if self._next is not None:
            self.find_more(self._next)
            self._next = None

    @work(exclusive=True, group="users")
    async def find_more(self, cursor: str) -> None:
        """The page after the last one."""
        await self._load(cursor)

    async def _load(self, cursor: str | None) -> None:
        words = self.words
        try:
            page = await self.library.administer(lambda admin: admin.users.page(words, cursor=cursor))
        except ApiError as error:
            self._error = error
            self._next = cursor
        else:
            before = self._found if cursor else {}
            self._found = before | {row.id: row for row in admin_user_rows(page.items)}
            self._error, self._next, self._loaded = None, page.next_cursor, True
        if self.is_attached:
            self._show()

    def _show(self) -> None:
        rows = tuple(self._found.values())
        self.rows.show_rows(rows)
        value = rows if self._loaded else None
        total = None if self._next else len(rows)
        self.show_place("users", Snapshot(value, error=self._error), total, len(rows), None)

    # --- actions

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        from screens.admin.user import AdminUserScreen

        if self.app.screen is self:
            self.app.push_screen(AdminUserScreen(self.library, event.row_id))

    @work(exclusive=True, group="form")
    async def action_change_role(self) -> None:
        """Make an admin of the selected user, or a user again."""
        if (row := self.rows.selected) is not None and await ask_for_role(self, row):
            self.find()
