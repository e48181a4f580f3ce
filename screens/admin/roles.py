"""Making an admin of a user, or a user again: what it means is said before, and a word is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import ApiError
from screens.typed_confirmation import TypedConfirmation
from widgets.text import brief

if TYPE_CHECKING:
    from api_client.admin_rows import AdminUserRow
    from screens.page import Page


async def ask_for_role(page: Page, user: AdminUserRow) -> bool:
    """Ask, change the role, and say what came of it; whether it was changed."""
    name = brief(user.name)
    if user.is_deleted:
        page.app.tell(f"The account of {name} is deleted: it has no role any more.", severity="warning")
        return False
    if not await page.app.push_screen_wait(_question(name, user.role)):
        return False
    role = "user" if user.role == "admin" else "admin"
    try:
        await page.library.administer(lambda admin: admin.users.set_role(user.id, role))
    except ApiError as error:
        page.app.tell(f"Not changed: {error}", severity="error")
        return False
    page.app.tell(f"{name} is an admin now." if role == "admin" else f"{name} is no admin any more.")
    return True


def _question(name: str, role: str) -> TypedConfirmation:
    if role == "admin":
        loses = "They lose every place under Admin at once. Their courses and what they completed stay."
        return TypedConfirmation(f"Make {name} a user again?", loses, word="user", verb="Take the role away")
    gains = "An admin sees every user, and changes and deletes courses, products and access, also yours."
    return TypedConfirmation(f"Make {name} an admin?", gains, word="admin", verb="Make an admin")
