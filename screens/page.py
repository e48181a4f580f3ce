"""The frame that every full screen stands in: header, body, status line, footer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from api_client.status import SyncStatus
from screens.host import Host
from screens.paned import PanedScreen
from widgets.footer import Footer, Hint
from widgets.header import Header, Place, Tab
from widgets.marks import marks
from widgets.offline_strip import OfflineStrip
from widgets.paint import Line, Piece
from widgets.status_line import StatusLine
from widgets.sync_mark import is_synced, sync_mark

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.messages import Prune

    from api_client.documents import Document, Snapshot
    from api_client.errors import ApiError
    from api_client.library import Library

T = TypeVar("T")

TABS = (
    Tab("1", "Catalog", "catalog"),
    Tab("2", "Store", "store"),
    Tab("3", "Progress", "progress"),
    Tab("4", "Purchases", "purchases"),
    Tab("5", "Admin", "admin"),
)
"""The number is the key."""


class Page(PanedScreen):
    """A full screen. Subclasses yield their body and name the keys that their footer offers."""

    DEFAULT_CSS = """
    Page {
        background: $background;
        layout: vertical;

        .body { height: 1fr; width: 1fr; layout: horizontal; }
        .main { width: 1fr; height: 1fr; }
        .pane {
            display: none;
            width: 42;
            height: 1fr;
            padding: 1 2;
            background: $surface;
        }

        &.-wide .pane, &.-huge .pane { display: block; }
        &.-wide.-details .pane, &.-huge.-details .pane { display: none; }
        &.-huge .pane { width: 36%; max-width: 72; }

        /* Without room beside the list the pane lies over it. */
        &.-tiny.-details .pane, &.-narrow.-details .pane, &.-medium.-details .pane { display: block; width: 1fr; }
        &.-tiny.-details .main, &.-narrow.-details .main, &.-medium.-details .main { display: none; }
        &.-tiny .pane { padding: 0 1; }

        &.-tall OfflineStrip { height: 3; }
        &.-tiny OfflineStrip { display: none; }

        &.-zoomed Header, &.-zoomed .pane, &.-zoomed Footer { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="page.back", tooltip="Back to where you came from"),
        Binding("r,f5", "reload", "Refresh", show=False, id="page.refresh", tooltip="Ask the server again"),
        Binding("i", "details", "Details", show=False, id="page.details", tooltip="Show or hide the pane"),
        Binding("z", "zoom", "Zoom", show=False, id="page.zoom", tooltip="Hide header, pane and footer"),
    ]

    FOOTER: ClassVar[tuple[str, ...]] = ()
    """Ids of the bindings that the footer shows, the most useful first."""
    FOOTER_END: ClassVar[tuple[str, ...]] = ("app.help", "page.back")
    """Ids of those at its right end; the first one always stays."""
    SHORT: ClassVar[dict[str, str]] = {}
    """Labels of bindings for narrow terminals."""

    place: reactive[Place] = reactive(Place(""))
    sync: reactive[SyncStatus] = reactive(SyncStatus(), init=False)
    keys: reactive[Mapping[str, str]] = reactive[Mapping[str, str]]({}, init=False)
    """How the keys are written, by binding id, for widgets that show the key beside what it does."""

    app = getters.app(Host)
    header = getters.query_one(Header)
    footer = getters.query_one(Footer)
    status_line = getters.query_one(StatusLine)

    @dataclass
    class SyncChanged(Message):
        """The library has a new status."""

        status: SyncStatus

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self._says: Sequence[Piece] = ()
        self._stop_listening: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """Frame and body."""
        yield Header().data_bind(Page.place, status=Page.sync)
        yield OfflineStrip().data_bind(Page.keys, status=Page.sync)
        yield from self.compose_body()
        yield StatusLine()
        yield Footer()

    def compose_body(self) -> ComposeResult:
        """What stands between header and status line."""
        raise NotImplementedError

    # --- over another Library

    @property
    def document(self) -> Document[Any] | None:
        """What the page cannot be without: an account that does not see it has no business here."""
        return None

    def again(self, library: Library) -> Page | None:
        """The same page over another Library; None where it has nothing to say there."""
        return None

    # --- status

    def on_mount(self) -> None:
        """Follow the library's status while the page is there."""
        self.header.current = self.app.current_mode
        self.set_reactive(Page.sync, self.library.status)
        self.mutate_reactive(Page.sync)
        self._stop_listening = self.library.listen(self._hear)
        self.bindings_updated_signal.subscribe(self, self.update_footer)

    async def on_prune(self, event: Prune) -> None:
        """Follow nothing more: Textual cancels a page's workers only after its widgets are gone."""
        self.workers.cancel_node(self)

    async def follow(self, document: Document[T]) -> AsyncGenerator[Snapshot[T]]:
        """Snapshots of a document, as long as the page is there.

        A worker that had its snapshot already when it was cancelled would look for widgets that are gone.
        """
        async for snapshot in self.library.follow(document):
            if not self.query(Header):
                return
            yield snapshot

    def on_unmount(self) -> None:
        """No more status."""
        if self._stop_listening is not None:
            self._stop_listening()

    def _hear(self, status: SyncStatus) -> None:
        # Called in the library's thread: posting a message is what Textual allows from there.
        self.post_message(self.SyncChanged(status))

    @on(SyncChanged)
    def _take_status(self, message: SyncChanged) -> None:
        self.sync = message.status

    def watch_sync(self, status: SyncStatus) -> None:
        """Account, server and places in the header; in a narrow terminal the state takes the status line."""
        self.header.tabs = tuple(tab for tab in TABS if tab.mode != "admin" or status.is_admin)
        names = [status.viewer, self.library.label]
        self.header.who = f" {marks().dot} ".join(name for name in names if name)
        self._show_status()
        self.update_footer()

    def say(self, *pieces: Piece) -> None:
        """What the status line says of the selected row; nothing to hide it."""
        self._says = pieces
        self._show_status()

    def say_error(self, error: ApiError | None) -> None:
        """Why what is shown could not be refreshed; once is enough while the strip below the header says it."""
        if error is None or self.sync.connection in ("offline", "failing", "signed_out"):
            self.say()
        else:
            again = Piece("   r", "strong", "screen.reload"), Piece(" try again", "muted", "screen.reload")
            self.say(Piece(f"{marks().refused} ", "error"), Piece(str(error)), *again)

    def _show_status(self) -> None:
        """Only a wide header has room for the sync mark's words."""
        urgent = self.size.width < 60 and not is_synced(self.sync)
        helps = self.sign_in_hint() if self.sync.connection == "signed_out" else []
        self.status_line.message = [*sync_mark(self.sync), *helps] if urgent else self._says

    @property
    def needs_sign_in(self) -> bool:
        """Whether nobody is signed in, or not any more."""
        return self.sync.anonymous or self.sync.connection == "signed_out"

    def sign_in_hint(self) -> Line:
        """The key that helps whoever is signed out, for a status line."""
        key = self.keys.get("app.sign_in", "S")
        return [Piece("   "), Piece(key, "strong", "app.sign_in"), Piece(" sign in", "muted", "app.sign_in")]

    # --- footer

    def update_footer(self, _page: object = None) -> None:
        """Offer the keys that work here and now."""
        if not self.is_current:
            return
        active: dict[str, ActiveBinding] = {}
        for binding in self.active_bindings.values():
            if binding.binding.id and binding.enabled:
                active.setdefault(binding.binding.id, binding)
        # While a text field has the focus no letter acts; what is written beside an action stays all the same.
        written = {id: self.app.get_key_display(each.binding) for id, each in active.items()}
        self.keys = {**self.keys, **written}
        hints = [self._hint(active[key]) for key in self.FOOTER if key in active and self.offers(key)]
        if self.needs_sign_in and "app.sign_in" in active:
            # Second: the last ones are cut off first.
            hints.insert(1, self._hint(active["app.sign_in"]))
        self.footer.hints = tuple(hints)
        self.footer.fixed = tuple(self._hint(active[key]) for key in self.FOOTER_END if key in active)

    def _hint(self, active: ActiveBinding) -> Hint:
        binding = active.binding
        key = self.app.get_key_display(binding)
        label, short = self.label_of(binding)
        return Hint(binding.key, key, label, short, wide=binding.id == "app.palette")

    def offers(self, binding_id: str) -> bool:
        """Whether a key that works is worth its place in the footer now."""
        return True

    def label_of(self, binding: Binding) -> tuple[str, str]:
        """What a key does here, and the same in a narrow terminal, if that differs."""
        return binding.description, self.SHORT.get(binding.id or "", "")

    # --- going places

    def open_course(self, course_id: str, lesson_id: str | None = None) -> None:
        """Go to the outline of a course; not if another key went elsewhere meanwhile.

        Of two keys pressed at once the second can be first: `enter` then put its page on top of what `3` had gone to.
        """
        if self.app.screen is self:
            self.app.open_course(course_id, lesson_id)

    def open_lesson(self, lesson_id: str) -> None:
        """Go to a lesson's page; not if another key went elsewhere meanwhile."""
        if self.app.screen is self:
            self.app.open_lesson(lesson_id)

    # --- what a page remembers of what was done on it

    def undo(self) -> bool:
        """Take back what was done last on this page; False where only marks can be taken back, which are the app's."""
        return False

    def redo(self) -> bool:
        """Do again what was taken back last on this page; False as for `undo`."""
        return False

    # --- actions that every page has

    def action_back(self) -> None:
        """Go back to the page before."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()

    def action_reload(self) -> None:
        """Ask the server for everything that is shown."""
        self.library.refresh()

    def action_zoom(self) -> None:
        """Show or hide everything but the body."""
        self.toggle_class("-zoomed")
