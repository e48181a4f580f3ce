"""The admin's users: found on the server, a page at a time; their role, and the way to what they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from api_client.admin_rows import AdminUserRow, admin_user_rows
from screens.admin.paged_place import PagedPlace
from screens.admin.roles import ask_for_role
from widgets.admin.user_list import AdminUserList, user_facts
from widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from api_client.library import Library
    from api_client.models import Page
    from api_client.models.admin import AdminUser
    from api_client.resources.admin.admin import Admin
    from widgets.facts_pane import Facts


class AdminUsersScreen(PagedPlace["Page[AdminUser]", AdminUserRow]):
    """Every user of the server, by name."""

    MODE = "admin/users"
    WHAT = "users"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "change_role", "Role", id="admin_users.role", tooltip="Make an admin of a user, or a user again"),
    ]
    FOOTER = (
        "filter.leave", "filter.clear", "list.open", "admin.filter", "admin.next_place", "admin_users.role",
        "page.details",
    )  # fmt: skip
    OF_A_ROW = PagedPlace.OF_A_ROW | {"change_role"}

    def __init__(self, library: Library) -> None:
        super().__init__(library, AdminUserList())

    def facts(self) -> Facts | None:
        """Of the selected user."""
        return user_facts(row) if (row := self.rows.selected) is not None else None

    def again(self, library: Library) -> AdminUsersScreen:
        """As another viewer is shown them, if that one is an admin, too."""
        return AdminUsersScreen(library)

    def on_screen_resume(self) -> None:
        """What was done on a user's page shows here."""
        if self.page is not None:
            self.find()

    # --- finding

    def asking(self, cursor: str | None) -> Callable[[Admin], Awaitable[Page[AdminUser]]]:
        """Those who have the words."""
        words = self.words
        return lambda admin: admin.users.page(words, cursor=cursor)

    def rows_of(self, page: Page[AdminUser]) -> Sequence[AdminUserRow]:
        """The users of a page."""
        return admin_user_rows(page.items)

    def total(self, page: Page[AdminUser]) -> int | None:
        """The server does not count them."""
        return None if page.next_cursor else len(self.rows.rows)

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
