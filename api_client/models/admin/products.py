"""Products as admins see them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api_client.models.admin.base import AdminRequest, AdminResponse, LeftOut
from api_client.models.admin.courses import Visibility
from api_client.models.base import INT4_MAX, UtcTime
from api_client.models.text import Description, Name

Price = Annotated[int, Field(strict=True, ge=0, le=INT4_MAX)]
"""Whole US dollars."""
ImageUrl = Annotated[str, Field(max_length=2_000, pattern=r"^(https://[^\s\x00-\x1f\x7f]+|/[^\s\x00-\x1f\x7f]*)?$")]
"""An https URL, a path of the web application, or nothing."""
ProductStatus = Annotated[str, Field(pattern="^(public|private)$")]


class SoldCourse(AdminResponse):
    """A course of a product."""

    id: UUID
    name: str


class AdminProduct(AdminResponse):
    """A product."""

    id: UUID
    name: str
    description: str
    image_url: str
    price_in_dollars: int
    status: Visibility
    courses: list[SoldCourse]
    """By name."""
    purchase_count: int
    """Refunded ones too."""
    customer_count: int
    """Users with an unrefunded purchase."""
    created_at: UtcTime
    updated_at: UtcTime
    version: str


class ProductCreate(AdminRequest):
    """A new product. A public one needs a course."""

    id: UUID | None = None
    name: Name
    description: Description = ""
    image_url: ImageUrl = ""
    price_in_dollars: Price
    status: ProductStatus = "private"
    course_ids: tuple[UUID, ...] = ()


class ProductPatch(AdminRequest):
    """What is to change; what is left out stays. `courseIds` replaces all; nobody's access changes with it."""

    name: LeftOut[Name] = None
    description: LeftOut[Description] = None
    image_url: LeftOut[ImageUrl] = None
    price_in_dollars: LeftOut[Price] = None
    status: LeftOut[ProductStatus] = None
    course_ids: LeftOut[list[UUID]] = None
