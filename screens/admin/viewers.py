"""Whose eyes a course is looked at with: a visitor's, a learner's, a certain user's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from api_client.admin_rows import admin_user_rows
from screens.admin.find import FindScreen
from screens.choice import ChoiceScreen
from widgets.admin.found_list import Found
from widgets.text import brief

if TYPE_CHECKING:
    from screens.page import Page

_USER = "A certain user…"


class Viewer(NamedTuple):
    """Somebody who looks at a course."""

    key: str
    """`visitor`, `learner`, or a user's id."""
    name: str

    @property
    def user_id(self) -> str | None:
        """Of a certain user; None for anybody."""
        return None if self.key in ("visitor", "learner") else self.key


VISITOR = Viewer("visitor", "a visitor")
LEARNER = Viewer("learner", "a learner")
_ANYBODY = {"A visitor, who is not signed in": VISITOR, "A learner, who has the course": LEARNER}


async def ask_for_viewer(page: Page, title: str, *, learner: bool = True) -> Viewer | None:
    """Ask whose eyes; None if nobody's. `learner`: whether somebody who has the course can be meant, whoever it is."""
    names = [name for name, viewer in _ANYBODY.items() if learner or viewer is not LEARNER]
    chosen = await page.app.push_screen_wait(ChoiceScreen(title, [*names, _USER]))
    return await ask_for_user(page, title) if chosen == _USER else _ANYBODY.get(chosen or "")


async def ask_for_user(page: Page, title: str) -> Viewer | None:
    """Ask for a user, whom the server finds; None if none was chosen."""

    async def find(words: str) -> list[Found]:
        found = await page.library.administer(lambda admin: admin.users.page(words, limit=20))
        return [Found(row.id, row.name, row.email) for row in admin_user_rows(found.items)]

    user = await page.app.push_screen_wait(FindScreen(title, "Words of the name or the address", find))
    return Viewer(user.id, brief(user.name)) if user is not None else None
