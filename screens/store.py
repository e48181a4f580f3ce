"""The store: what is sold, for how much, and how much of it one has."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from api_client.documents import Snapshot, products
from api_client.shop_rows import product_row
from screens.page import Page
from screens.requests import Buy, CopyText
from screens.store_states import nothing_to_buy, state_of
from widgets.filter_bar import FilterBar, MatchCount, ViewChoice, ViewLine, WordsInput
from widgets.header import Place
from widgets.paint import Piece
from widgets.product_list import ProductList
from widgets.product_pane import ProductPane, overlap
from widgets.row_list import RowList
from widgets.state_panel import StatePanel

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from api_client.library import Library
    from api_client.models import Product
    from api_client.shop_rows import ProductRow


class StoreScreen(Page):
    """Products; the side pane says more about the selected one."""

    CSS_PATH = "store.tcss"
    AUTO_FOCUS = "ProductList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "buy", "Buy", id="store.buy", tooltip="Buy the product"),
        # With priority: otherwise the letters typed with it in one burst are on their way to the list already.
        Binding(
            "slash", "filter", "Filter", id="store.filter", priority=True,
            tooltip="Show the products whose text has these words",
        ),
        Binding("Y", "copy_id", "Copy id", show=False, id="store.copy_id", tooltip="Copy the product's id"),
    ]  # fmt: skip
    FOOTER = ("filter.leave", "filter.clear", "list.open", "store.buy", "store.filter", "page.details")
    FOOTER_END = ("app.help", "app.palette")

    snapshot: reactive[Snapshot[tuple[Product, ...]]] = reactive(
        Snapshot["tuple[Product, ...]"](None, loading=True), init=False
    )
    words: reactive[str] = reactive("", init=False)

    products = getters.query_one(ProductList)
    panel = getters.query_one(StatePanel)
    filter_bar = getters.query_one(FilterBar)
    pane = getters.query_one(ProductPane)

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._rows: tuple[ProductRow, ...] = ()

    def compose_body(self) -> ComposeResult:
        """The list with its line above, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield FilterBar()
                yield ProductList()
                yield StatePanel()
            yield ProductPane(classes="pane")

    def on_mount(self) -> None:
        """Follow what is sold."""
        self.place = Place("Store")
        self.query_one(ViewLine).current = "all"
        self._show()
        self.follow_products()

    def again(self, library: Library) -> StoreScreen:
        """What is sold to another viewer."""
        return StoreScreen(library)

    @work(exclusive=True, group="products")
    async def follow_products(self) -> None:
        """Take every new state of the store."""
        async for snapshot in self.follow(products()):
            self.snapshot = snapshot

    # --- what is shown

    def watch_snapshot(self) -> None:
        """Rows change in place; the cursor stays on its product."""
        self._rows = tuple(product_row(each) for each in self.snapshot.value or ())
        self._show()

    def watch_words(self) -> None:
        """Other words; the first match is what is looked for."""
        self._show()
        if self.words:
            self.products.action_edge(-1)

    def _show(self) -> None:
        words = self.words.casefold().split()
        shown = [row for row in self._rows if _has(row, words)]
        self.products.words = words
        self.products.show_rows(shown)
        self.products.display = bool(shown)
        self.panel.display = not shown
        if not shown:
            self.panel.state = state_of(self.snapshot, self.words)
        self.query_one(ViewLine).choices = (ViewChoice("all", "Products", len(self._rows)),)
        self.query_one(MatchCount).count = (len(shown), len(self._rows))
        self.filter_bar.set_class(bool(self.words), "-on")
        self._show_selected()

    def _show_selected(self) -> None:
        self.pane.product = self.products.selected
        self.refresh_bindings()
        self._say()

    def _say(self) -> None:
        product = self.products.selected
        if product is None or self.snapshot.error is not None:
            self.say_error(self.snapshot.error if product else None)
            return
        words = nothing_to_buy(bought=product.bought, empty=not product.courses) or overlap(product)
        self.say(*([Piece(words, "muted")] if words and self.size.width < 100 else []))

    def on_resize(self) -> None:
        """Where there is no pane the status line says what one has."""
        self._say()

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_selected()

    # --- actions

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        if self.app.screen is self:
            self.app.open_product(event.row_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are typed, `/` is one of them; what is owned is not bought."""
        if action == "filter":
            return not isinstance(self.focused, WordsInput)
        if action == "buy" and self.is_mounted:
            product = self.products.selected
            return product is not None and product.can_be_bought
        return super().check_action(action, parameters)

    def action_buy(self) -> None:
        """Buy the selected product."""
        if (product := self.products.selected) is not None:
            self.post_message(Buy(product.id, product.name))

    def action_filter(self) -> None:
        """Type words that the products shall have."""
        self.filter_bar.open()

    def action_show_view(self, _view: str) -> None:
        """There is one view."""

    @on(FilterBar.Changed)
    def _filter(self, event: FilterBar.Changed) -> None:
        self.words = event.words

    def on_words_input_left(self) -> None:
        """The rows have the focus again."""
        self.products.focus()

    def action_copy_id(self) -> None:
        """The id of the selected product, for the command line."""
        if (product_id := self.products.selected_id) is not None:
            self.post_message(CopyText(product_id, "product's id"))

    def action_back(self) -> None:
        """Clear the filter."""
        if self.words:
            self.filter_bar.clear()


def _has(product: ProductRow, words: list[str]) -> bool:
    text = f"{product.name}\n{product.description}".casefold()
    return all(word in text for word in words)
