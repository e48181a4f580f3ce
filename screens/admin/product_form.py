"""The form of a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from api_client.models.text import description_fault, name_fault
from screens.admin.form import FormScreen, Save
from screens.admin.visibility import product_visibility
from widgets.fields.line_field import LineField
from widgets.fields.picks_field import Pick, PicksField
from widgets.fields.price_field import PriceField
from widgets.fields.text_field import TextField
from widgets.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.admin_rows import AdminCourseRow
    from api_client.models.admin import AdminProduct

T = TypeVar("T")


def product_form(
    save: Save[T], courses: Sequence[AdminCourseRow], product: AdminProduct | None = None
) -> FormScreen[T]:
    """Everything of a product; of a new one, which begins private, if None. `courses`: all that it can have."""
    fields = (
        LineField("Name", product.name if product else "", key="name", check=name_fault),
        PriceField("Price in dollars", product.price_in_dollars if product else None, key="price_in_dollars"),
        product_visibility(product.status if product else "private"),
        PicksField(
            "Courses",
            [Pick(course.id, course.name) for course in courses],
            [str(course.id) for course in product.courses] if product else [],
            key="course_ids",
            note=_consequence(product.customer_count) if product else "",
        ),
        LineField(
            "Image", product.image_url if product else "", "https://… or a path of the web application", key="image_url"
        ),
        TextField("Description", product.description if product else "", key="description", check=description_fault),
    )
    return FormScreen("Edit product" if product else "New product", fields, save, new=product is None)


def _consequence(buyers: int) -> str:
    """What becomes of those who bought it when its courses change: nothing."""
    if not buyers:
        return "Nobody has bought it yet."
    keep = "keeps what they have" if buyers == 1 else "keep what they have"
    return f"{plural(buyers, 'buyer')} {keep}: changing courses changes nobody's access."
