"""Products: what is sold, and the courses in it."""

from typing import Annotated
from uuid import UUID

from api_client.models.base import Response, word
from api_client.models.courses import Access


class ProductCourse(Response):
    """A course of a product, with what the viewer has of it."""

    id: UUID
    name: str
    lesson_count: int
    section_count: int
    access: Access
    completed_count: int


class Product(Response):
    """A public product."""

    id: UUID
    name: str
    description: str
    image_url: str
    price_in_dollars: int
    status: Annotated[str, word("public", "private")]
    owned: bool
    """The viewer has an unrefunded purchase of it."""
    courses: list[ProductCourse]
