"""The admin's products: what is sold, for how much, and who bought it; make, change and delete them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from textual import on, work
from textual.binding import Binding, BindingType

from api_client.admin_rows import AdminProductRow, admin_course_rows, admin_product_rows
from api_client.documents import admin_courses, admin_products
from api_client.errors import ApiError
from screens.admin.form import versioned
from screens.admin.listed_place import ListedPlace
from screens.admin.product_form import product_form
from widgets.admin.product_list import AdminProductList, product_facts
from widgets.row_list import RowList
from widgets.state_panel import KeyHelp
from widgets.text import brief, plural

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from api_client.admin_rows import AdminCourseRow
    from api_client.library import Library
    from api_client.models.admin import AdminProduct
    from api_client.resources.admin.fields import NewProduct, ProductFields
    from widgets.facts_pane import Facts


class AdminProductsScreen(ListedPlace["AdminProduct", AdminProductRow]):
    """Every product of the server."""

    MODE = "admin/products"
    WHAT = "products"
    NEW = KeyHelp("a", "New product", action="screen.add")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "New", id="admin_products.add", tooltip="Make a product"),
        Binding("e", "edit", "Edit", id="admin_products.edit", tooltip="Change it, and which courses it has"),
        Binding("D", "delete", "Delete", id="admin_products.delete", tooltip="Delete it, if nobody bought it"),
    ]
    FOOTER = (
        "filter.leave", "filter.clear", "list.open", "admin_products.add", "admin.filter", "admin.next_place",
        "admin_products.delete", "page.details",
    )  # fmt: skip
    OF_A_ROW = ListedPlace.OF_A_ROW | {"edit", "delete"}

    def __init__(self, library: Library) -> None:
        super().__init__(library, AdminProductList(), admin_products())

    def rows_of(self, models: Sequence[AdminProduct]) -> tuple[AdminProductRow, ...]:
        """A row a product."""
        return admin_product_rows(models)

    def text_of(self, row: AdminProductRow) -> str:
        """Its name, and those of its courses."""
        return "\n".join((row.name, *row.course_names))

    def facts(self) -> Facts | None:
        """Of the selected product."""
        return product_facts(row) if (row := self.rows.selected) is not None else None

    def again(self, library: Library) -> AdminProductsScreen:
        """As another viewer is shown them, if that one is an admin, too."""
        return AdminProductsScreen(library)

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_edit()

    async def _courses(self) -> tuple[AdminCourseRow, ...] | None:
        """What a product can have; None, with a word, where that cannot be known."""
        try:
            return admin_course_rows((await self.library.fetch(admin_courses())).value or ())
        except ApiError as error:
            self.app.tell(f"The courses could not be loaded: {error}", severity="error")
            return None

    @work(exclusive=True, group="form")
    async def action_add(self) -> None:
        """Make a product."""
        new_id = str(uuid4())

        def save(changes: NewProduct) -> Awaitable[AdminProduct]:
            return self.library.administer(lambda admin: admin.products.create(changes, new_id=new_id))

        if (courses := await self._courses()) is None:
            return
        if (product := await self.app.push_screen_wait(product_form(save, courses))) is not None:
            self.put(product)

    @work(exclusive=True, group="form")
    async def action_edit(self) -> None:
        """Change the selected product."""
        if (product := self.selected) is None or (courses := await self._courses()) is None:
            return

        def save(changes: ProductFields, version: str | None) -> Awaitable[AdminProduct]:
            return self.library.administer(
                lambda admin: admin.products.change(str(product.id), changes, if_match=version)
            )

        changed = await self.app.push_screen_wait(product_form(versioned(save, product.version), courses, product))
        if changed is not None:
            self.put(changed)

    @work(exclusive=True, group="form")
    async def action_delete(self) -> None:
        """Delete the selected product, once its name was typed; not one that was bought."""
        if (row := self.rows.selected) is None:
            return
        if row.purchase_count:
            helps = "It is private already." if row.status == "private" else "Make it private instead."
            bought = f"{brief(row.name)} has {plural(row.purchase_count, 'purchase')} and stays. {helps}"
            self.app.tell(bought, severity="warning", key="e edit")
            return
        what_goes = f"Nobody has bought it. Its {plural(len(row.course_names), 'course')} stay."
        await self.delete(row.name, what_goes, call=lambda admin: admin.products.delete(row.id))
