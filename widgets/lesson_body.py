"""A lesson's description: Markdown, laid out as far as one has read."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Markdown, Static

from widgets.lesson_markdown import LessonMarkdown
from widgets.markdown_pages import PlainPage, split_pages

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from widgets.markdown_pages import Page

AHEAD = 2
"""Screens below the visible one that are laid out."""


class LessonBody(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Scrolls. A page of the text becomes widgets when one comes near it: each block costs, so a book would."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="text.up", tooltip="A line up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="text.down", tooltip="A line down"),
        Binding("pageup", "page_up", "Page up", show=False, id="text.page_up", tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="text.page_down", tooltip="A page down"),
        Binding("ctrl+u", "half_page(-1)", "Half up", show=False, id="text.half_up", tooltip="Half a page up"),
        Binding("ctrl+d", "half_page(1)", "Half down", show=False, id="text.half_down", tooltip="Half a page down"),
        Binding("home,g", "scroll_home", "Begin", show=False, id="text.begin", tooltip="To the begin of the text"),
        Binding("end,G", "scroll_to_end", "End", show=False, id="text.end", tooltip="To the end of the text"),
    ]

    DEFAULT_CSS = """
    LessonBody {
        width: 1fr;
        height: 1fr;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > Vertical { height: auto; width: 1fr; }
        Static.plain { color: $foreground; text-wrap: wrap; height: auto; }
    }
    """

    source: reactive[str] = reactive("", init=False)
    """Markdown."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pages: deque[Page] = deque()
        self._to_end = False

    def compose(self) -> ComposeResult:
        """The column that the text stands in."""
        yield Vertical()

    def watch_source(self, source: str) -> None:
        """Another text, from its begin."""
        self._pages = deque(split_pages(source))
        self._to_end = False
        self.scroll_home(animate=False)
        self._lay_out(anew=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """One comes near what is not there yet."""
        super().watch_scroll_y(old_value, new_value)
        if self._pages and self._wants_more:
            self._lay_out()

    @property
    def _wants_more(self) -> bool:
        return self._to_end or self.virtual_size.height - self.scroll_y < (1 + AHEAD) * max(self.size.height, 10)

    @work(exclusive=True, group="pages")
    async def _lay_out(self, anew: bool = False) -> None:
        column = self.query_one(Vertical)
        if anew:
            with self.app.batch_update():
                await column.remove_children()
                await self._add_page(column)
        await self._measured()
        while self._pages and self._wants_more:
            await self._add_page(column)
            await self._measured()
        if self._to_end and not self._pages:
            self._to_end = False
            self.call_after_refresh(self.scroll_end, animate=False)

    async def _add_page(self, column: Vertical) -> None:
        """The next page."""
        if self._pages:
            # Taken before the wait, in which a newer call can cancel this one: the page is mounted all the same, and
            # would be mounted again.
            await column.mount(_widget(self._pages.popleft()))

    async def _measured(self) -> None:
        """How high the pages are, and so whether more are wanted, is known once they were drawn."""
        drawn = asyncio.Event()
        self.call_after_refresh(drawn.set)
        await drawn.wait()

    @on(Markdown.LinkClicked)
    def _open(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.app.open_url(event.href)

    def action_half_page(self, direction: int) -> None:
        """Scroll by half of what is visible."""
        self.scroll_relative(y=direction * max(1, self.size.height // 2), animate=False)

    def action_scroll_to_end(self) -> None:
        """Lay out what is missing, then go to its end."""
        self._to_end = True
        self._lay_out()


def _widget(page: Page) -> Widget:
    if isinstance(page, PlainPage):
        return Static(Content(page.text), classes="plain")
    return LessonMarkdown(page)
