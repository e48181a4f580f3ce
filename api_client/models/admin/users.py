"""Users as admins see them: who they are, what they bought, and what they have access to."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api_client.models.admin.base import AdminRequest, AdminResponse
from api_client.models.base import UtcTime, word


class AccessSource(AdminResponse):
    """Why a user has access to a course."""

    kind: Annotated[str, word("purchase", "manual")]
    purchase_id: UUID | None = None
    product_name: str | None = None
    """As it was called when it was bought."""
    created_at: UtcTime


class UserCourse(AdminResponse):
    """A course that a user has access to."""

    id: UUID
    name: str
    sources: list[AccessSource]
    completed_count: int
    lesson_count: int


class AdminUser(AdminResponse):
    """A row of the list of users."""

    id: UUID
    clerk_user_id: str
    name: str
    email: str
    role: Annotated[str, word("user", "admin")]
    image_url: str | None
    deleted_at: UtcTime | None
    purchase_count: int
    paid_in_cents: int
    """Unrefunded purchases."""
    course_count: int
    created_at: UtcTime
    updated_at: UtcTime
    version: str


class AdminUserDetail(AdminUser):
    """One user with their courses, by name."""

    courses: list[UserCourse]


class UserPatch(AdminRequest):
    """The role is all that can be changed."""

    role: Annotated[str, Field(pattern="^(user|admin)$")]
