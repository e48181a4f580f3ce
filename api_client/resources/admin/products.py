"""Products as admins see and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from api_client.models.admin import AdminProduct, ProductCreate, ProductPatch
from api_client.resources.admin.calls import part

if TYPE_CHECKING:
    from api_client.resources.admin.calls import AdminCalls
    from api_client.resources.admin.fields import NewProduct, ProductFields

_PRODUCT = TypeAdapter(AdminProduct)
_PATH = "/v1/admin/products"


class Products:
    """The calls under `/v1/admin/products`."""

    def __init__(self, calls: AdminCalls) -> None:
        self._calls = calls

    async def get(self, product_id: str) -> AdminProduct:
        """A product."""
        return await self._calls.get(f"{_PATH}/{part(product_id)}", _PRODUCT)

    async def create(self, fields: NewProduct, *, new_id: str | None = None) -> AdminProduct:
        """Create a product. With the same `new_id` another try creates no second one."""
        return await self._calls.create(_PATH, _PRODUCT, ProductCreate, fields, new_id)

    async def change(self, product_id: str, fields: ProductFields, *, if_match: str | None = None) -> AdminProduct:
        """Change the given fields; `if_match` is the product's version. Nobody's access changes with it."""
        return await self._calls.change(f"{_PATH}/{part(product_id)}", _PRODUCT, ProductPatch, fields, if_match)

    async def delete(self, product_id: str, *, if_match: str | None = None) -> None:
        """Delete a product. Raises Conflict where it was bought."""
        await self._calls.delete(f"{_PATH}/{part(product_id)}", if_match)
