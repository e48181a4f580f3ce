"""Sales as admins see them."""

from datetime import date
from uuid import UUID

from api_client.models.admin.base import AdminResponse
from api_client.models.admin.products import SoldCourse
from api_client.models.admin.users import AccessSource
from api_client.models.base import UtcTime


class Buyer(AdminResponse):
    """Who bought it. One who was deleted has no name any more."""

    id: UUID
    name: str
    email: str
    deleted_at: UtcTime | None


class AdminPurchase(AdminResponse):
    """A purchase."""

    id: UUID
    user: Buyer
    product_id: UUID
    product_name: str
    """As it was called when it was bought; so are description and image."""
    description: str
    image_url: str
    price_paid_in_cents: int
    refunded_in_cents: int
    """A part of the price leaves the purchase as it is."""
    refunded_at: UtcTime | None
    """When all was refunded, and access ended with it."""
    is_free: bool
    """Nothing was paid, so the payment provider knows nothing of it."""
    double: bool
    """An earlier purchase of the same product by the same user counts too: they paid twice."""
    refund_pending: bool
    """A refund was begun, and its outcome is not known here yet."""
    stripe_session_id: str
    created_at: UtcTime
    updated_at: UtcTime
    version: str


class SalesTotals(AdminResponse):
    """Sums over all purchases that the filter lets through, not only those of the page."""

    purchase_count: int
    refund_count: int
    """Purchases refunded in full."""
    customer_count: int
    """Users with an unrefunded purchase among these."""
    paid_in_cents: int
    """What was paid, before refunds."""
    refunded_in_cents: int
    """Partial refunds too."""
    net_in_cents: int


class SalesPage(AdminResponse):
    """A page of purchases, newest first."""

    items: list[AdminPurchase]
    next_cursor: str | None
    totals: SalesTotals


class KeptCourse(AdminResponse):
    """A course that the buyer keeps."""

    course: SoldCourse
    because: list[AccessSource]
    """What else gives access to it, oldest first."""


class RefundPlan(AdminResponse):
    """What a refund would do: the answer to `dryRun`."""

    amount_in_cents: int
    """What is left to refund."""
    lost: list[SoldCourse]
    kept: list[KeptCourse]


class SalesDay(AdminResponse):
    """A day in UTC: what was sold on it, and what was refunded on it, whenever that was sold."""

    date: date
    sales_in_cents: int
    refunded_in_cents: int
    purchases: int


class Stats(AdminResponse):
    """The business and the catalog in numbers."""

    net_sales_in_cents: int
    """Paid, less all that was refunded."""
    refunded_in_cents: int
    purchase_count: int
    """Refunded ones too."""
    refund_count: int
    customer_count: int
    """Users with an unrefunded purchase."""
    average_purchases_per_customer: float
    """Unrefunded ones; 0 without customers."""
    product_count: int
    course_count: int
    section_count: int
    lesson_count: int
    completion_count: int
    days: list[SalesDay]
    """The last 90, oldest first, today included."""
