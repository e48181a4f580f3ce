"""The part of the app that is for admins: their places, which share one tab of the header."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from api_client.errors import ApiError
from api_client.escapes import shown
from tui.buying import Buying
from widgets.text import brief

if TYPE_CHECKING:
    from collections.abc import Callable

    from api_client.library import Library
    from screens.page import Page

ADMIN = "admin"
"""The tab's mode, and the mode of its first place; those of the others begin with it and a slash."""


def admin_places(library: Library) -> dict[str, Callable[[], Page]]:
    """What makes the first page of each of the admin's places, by its mode."""

    def courses() -> Page:
        from screens.admin.courses import AdminCoursesScreen

        return AdminCoursesScreen(library)

    def products() -> Page:
        from screens.admin.products import AdminProductsScreen

        return AdminProductsScreen(library)

    def users() -> Page:
        from screens.admin.users import AdminUsersScreen

        return AdminUsersScreen(library)

    def sales() -> Page:
        from screens.admin.sales import AdminSalesScreen

        return AdminSalesScreen(library)

    def dashboard() -> Page:
        from screens.admin.dashboard import DashboardScreen

        return DashboardScreen(library)

    return {
        ADMIN: courses,
        f"{ADMIN}/products": products,
        f"{ADMIN}/users": users,
        f"{ADMIN}/sales": sales,
        f"{ADMIN}/dashboard": dashboard,
    }


class Administering(Buying):
    """Remembers in which of the admin's places one was last: the tab goes back there."""

    _admin_place = ADMIN

    def tell_of_drafts(self) -> None:
        """Say at the start that moves of an earlier time are not saved."""
        if self.library.status.drafts:
            self._tell_of_drafts(self.library)

    @work(group="drafts")
    async def _tell_of_drafts(self, library: Library) -> None:
        with suppress(ApiError):  # whoever opens the course is told
            for draft in await library.drafts.all():
                name = brief(shown(draft.course_name))
                self.tell(f"Moves in {name} were kept, and are not saved.", severity="warning", key="5 admin")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The admin's places are for admins."""
        if action == "show_tab" and parameters == (ADMIN,):
            return self.library.status.is_admin
        return super().check_action(action, parameters)

    def action_show_tab(self, mode: str) -> None:
        """Go to one of the tabs of the header; from within it, back to its first screen."""
        self._go_to(self._admin_place if mode == ADMIN else mode)

    def action_show_admin(self, mode: str) -> None:
        """Go to one of the admin's places."""
        self._admin_place = mode
        self._go_to(mode)

    def manage_course(self, course_id: str, row_key: str | None = None) -> None:
        """Go to the manager of a course, to a row of its tree; back to it, where it is open below."""
        from screens.admin.course.course import CourseManager

        for depth, screen in enumerate(reversed(self.screen_stack)):
            if isinstance(screen, CourseManager) and screen.course_id == course_id:
                for _ in range(depth):
                    self.pop_screen()
                screen.jump_to(row_key)
                return
        self.push_screen(CourseManager(self.library, course_id, row_key))

    def show_product(self, product_id: str) -> None:
        """Go to a product among the admin's."""
        from screens.admin.products import AdminProductsScreen

        self.action_show_admin(f"{ADMIN}/products")
        if isinstance(place := self.screen_stack[0], AdminProductsScreen):
            place.select(product_id)

    def _go_to(self, mode: str) -> None:
        if self.current_mode == mode:
            while len(self.screen_stack) > 1:
                self.pop_screen()
        else:
            self.switch_mode(mode)
