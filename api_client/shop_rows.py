"""What the rows of the store and of purchases draw: small tuples of the standard library. Ids are text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from api_client.models import Product, Purchase

ProductState = Literal["owned", "free", "sold"]


class SoldCourseRow(NamedTuple):
    """A course of a product, with what the viewer has of it."""

    id: str
    name: str
    section_count: int
    lesson_count: int
    completed_count: int
    access: str

    @property
    def owned(self) -> bool:
        """Whether the viewer has access already."""
        return self.access == "owned"


class ProductRow(NamedTuple):
    """A product in the store."""

    id: str
    name: str
    description: str
    price_in_dollars: int
    bought: bool
    """The viewer has an unrefunded purchase of it."""
    courses: tuple[SoldCourseRow, ...]

    @property
    def state(self) -> ProductState:
        """The one word that the row's mark stands for."""
        return "owned" if self.bought else "sold" if self.price_in_dollars else "free"

    @property
    def lesson_count(self) -> int:
        """Lessons of all its courses."""
        return sum(course.lesson_count for course in self.courses)

    @property
    def owned_count(self) -> int:
        """Courses that the viewer has already, from wherever."""
        return sum(course.owned for course in self.courses)

    @property
    def new_lesson_count(self) -> int:
        """Lessons of courses that the viewer does not have."""
        return sum(course.lesson_count for course in self.courses if not course.owned)

    @property
    def can_be_bought(self) -> bool:
        """Whether the server would sell it: not twice, and not without a course."""
        return not self.bought and bool(self.courses)


class PurchaseRow(NamedTuple):
    """A purchase, as the product was called then."""

    id: str
    product_id: str
    product_name: str
    description: str
    paid_in_cents: int
    refunded_in_cents: int
    refunded_at: datetime | None
    bought_at: datetime
    double: bool
    """The product had been bought before, and that counts too."""


def product_row(product: Product) -> ProductRow:
    """The row of a product."""
    courses = (
        SoldCourseRow(str(each.id), each.name, each.section_count, each.lesson_count, each.completed_count, each.access)
        for each in product.courses
    )
    return ProductRow(
        str(product.id), product.name, product.description, product.price_in_dollars, product.owned, tuple(courses)
    )


def purchase_row(purchase: Purchase) -> PurchaseRow:
    """The row of a purchase."""
    return PurchaseRow(
        str(purchase.id),
        str(purchase.product_id),
        purchase.product_name,
        purchase.description,
        purchase.price_paid_in_cents,
        purchase.refunded_in_cents,
        purchase.refunded_at,
        purchase.created_at,
        purchase.double,
    )
