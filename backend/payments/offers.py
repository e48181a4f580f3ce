"""What a user would get for how much, if they bought a product now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, select

from backend import rules
from backend.columns import Id
from backend.problems import Refusal, not_found
from backend.tables import course_products, products

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection

_LARGEST_PRICE = 999_999
"""In dollars: Stripe takes no more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that a user may buy, as it is at this moment."""

    product_id: Any
    details: dict[str, Any]
    """The snapshot that stays with the purchase: name, description, imageUrl."""
    price_in_dollars: int

    @property
    def amount(self) -> int:
        """In cents."""
        return self.price_in_dollars * 100


def offer_to(connection: Connection, user_id: object, product_id: UUID) -> Offer:
    """What a user would buy. Raises Refusal: 404 if it is not public, 409 if they own it or it cannot be bought."""
    row = connection.execute(_OFFER, {"viewer": user_id, "product": product_id}).first()
    if row is None:
        raise not_found("product")
    if row.owned:
        raise Refusal(409, "already_owned", "You own this already.")
    if row.is_empty:
        raise Refusal(409, "empty_product", "There is no course in this yet.")
    if not 0 <= row.priceInDollars <= _LARGEST_PRICE:
        raise Refusal(409, "not_sellable", "Its price is none that can be paid.")
    details = {"name": row.name, "description": row.description, "imageUrl": row.imageUrl}
    return Offer(row.id, details, row.priceInDollars)


_HAS_COURSE: ColumnElement[bool] = exists().where(course_products.c.productId == products.c.id)
_OFFER = (
    select(
        products.c.id,
        products.c.name,
        products.c.description,
        products.c.imageUrl,
        products.c.priceInDollars,
        rules.product_is_owned().label("owned"),
        (~_HAS_COURSE).label("is_empty"),
    )
    .where(products.c.id == bindparam("product", type_=Id), rules.product_is_visible())
    # Nobody deletes the product between this and the checkout that refers to it.
    .with_for_update(read=True, key_share=True, of=products)
)
