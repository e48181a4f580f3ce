"""One product: what it is, what is in it lesson by lesson, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from api_client.documents import Snapshot, outline, products
from api_client.rows import section_rows
from api_client.shop_rows import product_row
from screens.page import Page
from screens.requests import Buy, CopyText
from screens.store_states import nothing_to_buy, product_panel
from widgets.header import Place
from widgets.marks import marks
from widgets.paint import Piece
from widgets.product_list import price_piece
from widgets.product_outline import CourseHead, Offered, ProductOutline
from widgets.product_pane import ProductPane, overlap
from widgets.row_list import RowList
from widgets.state_panel import StatePanel
from widgets.text import one_line
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from api_client.library import Library
    from api_client.models import Product
    from api_client.rows import SectionRow
    from api_client.shop_rows import ProductRow
    from widgets.folding_list import FoldingList


class ProductScreen(Page):
    """The product's courses with their lessons; previews open from here."""

    CSS_PATH = "product.tcss"
    AUTO_FOCUS = "ProductOutline"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "buy", "Buy", id="product.buy", tooltip="Buy the product"),
        Binding("Y", "copy_id", "Copy id", show=False, id="product.copy_id", tooltip="Copy the product's id"),
    ]
    FOOTER = ("list.open", "product.buy", "outline.unfold_all", "outline.fold_all", "page.details")

    outline = getters.query_one(ProductOutline)
    panel = getters.query_one(StatePanel)
    pane = getters.query_one(ProductPane)
    title_line = getters.query_one(TitleLine)

    def __init__(self, library: Library, product_id: str) -> None:
        super().__init__(library)
        self.product_id = product_id
        self.product: ProductRow | None = None
        self._outlines: dict[str, Sequence[SectionRow]] = {}
        self._asked: set[str] = set()
        self._snapshot: Snapshot[tuple[Product, ...]] = Snapshot(None, loading=True)

    def compose_body(self) -> ComposeResult:
        """Title, list, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield TitleLine("")
                yield ProductOutline()
                yield StatePanel()
            yield ProductPane(classes="pane")

    def on_mount(self) -> None:
        """Follow what is sold."""
        self.place = Place("", deeper=True)
        self._show()
        self.follow_product()

    def again(self, library: Library) -> ProductScreen:
        """The product as another viewer sees it."""
        return ProductScreen(library, self.product_id)

    @work(exclusive=True, group="product")
    async def follow_product(self) -> None:
        """Take every new state of the product."""
        async for snapshot in self.follow(products()):
            self._snapshot = snapshot
            found = (each for each in snapshot.value or () if str(each.id) == self.product_id)
            self.product = next((product_row(each) for each in found), None)
            self._show()
            self._read_unfolded()

    @work(group="outlines")
    async def follow_outline(self, course_id: str) -> None:
        """Take every new state of a course's lessons."""
        async for snapshot in self.follow(outline(course_id)):
            if snapshot.value is not None:
                self._outlines[course_id] = section_rows(snapshot.value, snapshot.marks)
                self._show()

    def _read_unfolded(self) -> None:
        """The outline of a folded course is not asked for before somebody looks at it."""
        for course_id in self.outline.section_ids:
            if course_id not in self.outline.folded and course_id not in self._asked:
                self._asked.add(course_id)
                self.follow_outline(course_id)

    # --- what is shown

    def _show(self) -> None:
        product = self.product
        self.outline.display = product is not None
        self.panel.display = product is None
        if product is None:
            self.panel.state = product_panel(self._snapshot)
        else:
            self.place = Place(product.name, deeper=True)
            self.title_line.title = f"Store {marks().forward} {one_line(product.name)}"
            self.title_line.right = [price_piece(product), Piece(" ")]
            self.outline.show(product.courses, self._outlines)
        self.pane.product = product
        self.refresh_bindings()
        self._say()

    def _say(self) -> None:
        product, row = self.product, self.outline.selected
        if product is None or self._snapshot.error is not None:
            self.say_error(self._snapshot.error if product else None)
        elif isinstance(row, Offered) and row.lesson.locked:
            self.say(Piece(f"Locked: in {one_line(product.name)}, ", "muted"), price_piece(product))
        else:
            words = nothing_to_buy(bought=product.bought, empty=not product.courses) or overlap(product)
            self.say(*([Piece(words, "muted")] if words and self.size.width < 100 else []))

    def on_resize(self) -> None:
        """Where there is no pane the status line says what one has."""
        self._say()

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self.refresh_bindings()
        self._say()

    @on(ProductOutline.Folded)
    def _refold(self, _event: FoldingList.Folded) -> None:
        self._read_unfolded()

    # --- actions

    @on(RowList.Chosen)
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        match self.outline.selected:
            case CourseHead(course):
                self.outline.action_toggle_section(course.id)
            case Offered(_, lesson):
                self.open_lesson(lesson.id)
            case _:
                pass

    def label_of(self, binding: Binding) -> tuple[str, str]:
        """On a course enter folds or unfolds."""
        row = self.outline.selected
        if binding.id == "list.open" and isinstance(row, CourseHead):
            return ("Unfold" if row.folded else "Fold"), ""
        return super().label_of(binding)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is owned is not bought."""
        if action == "buy":
            return self.product is not None and self.product.can_be_bought
        return super().check_action(action, parameters)

    def action_buy(self) -> None:
        """Buy the product."""
        if self.product is not None:
            self.post_message(Buy(self.product.id, self.product.name))

    def action_copy_id(self) -> None:
        """The product's id, for the command line."""
        self.post_message(CopyText(self.product_id, "product's id"))
