"""What is wrong with courses and products, and why a lesson is seen or not."""

from typing import Annotated
from uuid import UUID

from api_client.models.admin.base import AdminResponse
from api_client.models.base import word


class Finding(AdminResponse):
    """Something that is probably not meant. The ids say where, as far as they apply."""

    code: Annotated[
        str,
        word(
            "public_lesson_in_private_section", "public_product_without_lesson", "empty_section",
            "duplicate_video", "malformed_video", "equal_orders",
        ),
    ]  # fmt: skip
    severity: Annotated[str, word("error", "warning")]
    course_id: UUID | None = None
    section_id: UUID | None = None
    lesson_id: UUID | None = None
    product_id: UUID | None = None
    detail: str
    """A sentence for people."""


class Findings(AdminResponse):
    """All of them, errors first."""

    items: list[Finding]


class Reason(AdminResponse):
    """One link of the chain of rules."""

    code: str
    detail: str
    """A sentence for people."""
    purchase_id: UUID | None = None


class Why(AdminResponse):
    """Whether a viewer sees a lesson, and the rules that say so, in the order in which they are asked."""

    result: Annotated[str, word("visible", "locked", "hidden")]
    reasons: list[Reason]
