"""Signing in: the server, the way in, and where the session is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Input

from screens.dialog import Dialog
from screens.requests import CopyText, ShowCode
from screens.sign_in_attempt import SignInAttempt
from widgets.dialog_foot import DialogFoot
from widgets.fields.line_field import LineField
from widgets.name_list import NameList
from widgets.row_list import RowList
from widgets.side_code import SideCode
from widgets.sign_in_card import SignInCard, SignInView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.messages import Prune

    from api_client.auth.accounts import Account
    from api_client.auth.sessions import Place, Sessions

STORES: dict[str, Place | None] = {
    "In a plain-text file, for you alone": "file",
    "Only while Syllabus runs": "memory",
    "In the keyring: try once more": None,
}
"""Where a session can be kept when the keyring did not take it; None: in the keyring after all."""
BESIDE = 100
"""Columns from which the code stands beside the text."""
_KEYS = {
    "asking": ("sign_in.address",),
    "browser": ("sign_in.go_on", "sign_in.copy", "sign_in.code", "sign_in.device", "sign_in.visit", "sign_in.address"),
    "device": ("sign_in.go_on", "sign_in.copy", "sign_in.code", "sign_in.browser", "sign_in.visit", "sign_in.address"),
    "failed": ("sign_in.go_on", "sign_in.device", "sign_in.visit", "sign_in.address"),
}
"""The bindings that the foot names at each step; where something is typed or chosen it is enter alone."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The wish to look at a server without signing in."""

    server: str
    """Its origin."""


class SignInScreen(Dialog["Account | Visit | None"]):
    """The result is the account that was signed in, or a wish; None if it was given up.

    The link is shown before a browser is tried, and only a key opens one. Everything that waits ends with the screen.
    """

    CSS_PATH = "sign_in.tcss"
    AUTO_FOCUS = None

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="sign_in.cancel", tooltip="Stay as you are"),
        Binding("enter,o", "go_on", "Open browser", id="sign_in.go_on", tooltip="Open the link, or try again"),
        Binding("y", "copy_link", "Copy", id="sign_in.copy", tooltip="Copy the link"),
        Binding("Q", "show_code", "Code", id="sign_in.code", tooltip="The link as a QR code"),
        Binding("d", "by_device", "Device code", id="sign_in.device", tooltip="Sign in on another device"),
        Binding("b", "by_browser", "Browser here", id="sign_in.browser", tooltip="Sign in on this computer"),
        Binding("e", "edit_address", "Server", id="sign_in.address", tooltip="Type another address"),
        Binding("v", "visit", "Just look", id="sign_in.visit", tooltip="See the server's courses without signing in"),
        Binding("f1", "app.show_help", "Help", show=False, id="sign_in.help", tooltip="Every key that works here"),
    ]

    view: reactive[SignInView] = reactive(SignInView(), init=False)

    text = getters.query_one(VerticalScroll)
    card = getters.query_one(SignInCard)
    field = getters.query_one(LineField)
    stores = getters.query_one(NameList)
    code = getters.query_one(SideCode)
    foot = getters.query_one(DialogFoot)

    def __init__(
        self, sessions: Sessions, server: str, *, read_address: Callable[[str], str], has_browser: bool
    ) -> None:
        """`server`: where to sign in; empty to ask for it.

        `read_address` makes an origin of what was typed, or raises ValueError with the end of a sentence.
        """
        super().__init__()
        self._server = server
        self._read_address = read_address
        self._has_browser = has_browser
        self._attempt = SignInAttempt(sessions, self._show)

    def compose_inside(self) -> ComposeResult:
        """What is said, what can be typed or chosen, and the code beside it."""
        with Horizontal(classes="sides"):
            with VerticalScroll():
                yield SignInCard()
                yield LineField("Address of the server", self._server, "https://learn.example.com")
                yield NameList()
            yield SideCode(BESIDE)
        yield DialogFoot([], [("escape", "Cancel")])

    def on_mount(self) -> None:
        """Ask the server, if it is known which one."""
        self.stores.show_rows(tuple(STORES))
        self.set_interval(10, self.card.refresh)
        if self._server:
            self._reach(self._server)
        else:
            self.watch_view(self.view)

    async def on_prune(self, event: Prune) -> None:
        """Wait for nothing more: Textual cancels a screen's workers only after its widgets are gone."""
        self.workers.cancel_node(self)

    async def on_unmount(self) -> None:
        """No connection stays open."""
        await self._attempt.close()

    # --- what is shown

    def _show(self, view: SignInView) -> None:
        self.view = view

    def watch_view(self, view: SignInView) -> None:
        """Another step: other text, other keys, and the focus where one types or chooses."""
        self.card.view = view
        self.field.display = view.step == "address"
        self.stores.display = view.step == "unkept"
        if view.step == "address":
            self.field.fault = view.trouble
        self.set_focus({"address": self.field.input, "unkept": self.stores}.get(view.step, self.text))
        self._place_code()
        self.refresh_bindings()
        self._show_keys()

    def on_resize(self) -> None:
        """The code is beside the text only where all of it has room."""
        self._place_code()

    def _place_code(self) -> None:
        self.code.place(self._attempt.link if self.view.step == "device" else "")

    def _show_keys(self) -> None:
        step = self.view.step
        if step in ("address", "unkept"):
            self.foot.left = [("enter", "Go on" if step == "address" else "Choose")]
            return
        active: dict[str | None, Binding] = {}
        for each in self.active_bindings.values():
            if each.enabled:
                active.setdefault(each.binding.id, each.binding)
        shown = [active[id] for id in _KEYS.get(step, ()) if id in active]
        self.foot.left = [(binding.key, self._label(binding)) for binding in shown]

    def _label(self, binding: Binding) -> str:
        return "Try again" if self.view.step == "failed" and binding.action == "go_on" else binding.description

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the present step offers."""
        step, attempt = self.view.step, self._attempt
        match action:
            case "go_on":
                return step == "failed" or bool(attempt.link)
            case "copy_link" | "show_code":
                return bool(attempt.link)
            case "by_device":
                return step in ("browser", "failed") and attempt.offers_device and not attempt.holds_session
            case "by_browser":
                return step == "device"
            case "visit":
                return step in ("browser", "device", "failed") and not attempt.holds_session
            case "edit_address":
                return step in ("asking", "browser", "device", "failed") and not attempt.holds_session
            case _:
                return super().check_action(action, parameters)

    # --- the steps

    @work(exclusive=True, group="step")
    async def _take(self, step: Callable[[], Awaitable[Account | None]]) -> None:
        """Take a step instead of the one that is being taken; with an account it was the last."""
        if (account := await step()) is not None:
            self.dismiss(account)

    def _reach(self, origin: str) -> None:
        self._server = origin
        self._take(partial(self._attempt.reach, origin, has_browser=self._has_browser))

    @on(Input.Submitted)
    def _take_address(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            origin = self._read_address(event.value.strip())
        except ValueError as error:
            self.field.fault = f"It {error}."
        else:
            self._reach(origin)

    @on(RowList.Chosen)
    def _choose_store(self, event: RowList.Chosen) -> None:
        event.stop()
        self._take(partial(self._attempt.keep, STORES[event.row_id]))

    def action_by_browser(self) -> None:
        """In a browser on this computer."""
        self._take(self._attempt.by_browser)

    def action_by_device(self) -> None:
        """With a code, on any device."""
        self._take(self._attempt.by_device)

    def action_visit(self) -> None:
        """Look at the server without signing in."""
        self.dismiss(Visit(self._server))

    def action_edit_address(self) -> None:
        """Type another address; the server that was asked is left."""
        self.workers.cancel_group(self, "step")
        self.view = SignInView("address")

    # --- the link

    def action_go_on(self) -> None:
        """Open the link; after a failure, try again."""
        if self._attempt.link:
            self.app.open_url(self._attempt.link)
        else:
            self._take(self._attempt.again)

    def action_copy_link(self) -> None:
        """Copy the link."""
        self.post_message(CopyText(self._attempt.link, "link"))

    def action_show_code(self) -> None:
        """Show the link as a QR code."""
        self.post_message(ShowCode(self._attempt.link, f"Sign in at {self.view.issuer_host}"))

    @work(exclusive=True, group="step")
    async def action_cancel(self) -> None:
        """Leave; a session that was not kept is given back, as well as that is possible."""
        if sentence := await self._attempt.give_up():
            self.app.tell(sentence, severity="warning")
        self.dismiss(None)
