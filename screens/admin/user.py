"""One user, as admins see them: which courses they have access to and why, and how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from api_client.admin_rows import AccessRow, access_rows, admin_course_rows, admin_user_rows
from api_client.documents import admin_courses
from api_client.errors import ApiError
from screens.admin.find import FindScreen
from screens.admin.place_states import without_rows
from screens.admin.roles import ask_for_role
from screens.page import Page
from screens.typed_confirmation import TypedConfirmation
from widgets.admin.access_list import AccessList, access_facts
from widgets.admin.found_list import Found
from widgets.facts_pane import FactsPane
from widgets.header import Place
from widgets.paint import Piece
from widgets.row_list import RowList
from widgets.state_panel import LOADING, KeyHelp, PanelState, StatePanel
from widgets.text import brief, one_line, plural
from widgets.title_line import TitleLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from api_client.admin_rows import AdminUserRow
    from api_client.library import Library
    from api_client.resources.admin.admin import Admin

_GRANT = KeyHelp("a", "Give access to a course", action="screen.grant")


class AdminUserScreen(Page):
    """The courses of a user; the pane says through what they have the selected one."""

    CSS_PATH = "user.tcss"
    AUTO_FOCUS = "AccessList"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "grant", "Give access", id="admin_user.grant", tooltip="Give access to a course by hand"),
        Binding("D", "revoke", "Take access", id="admin_user.revoke", tooltip="Take the course away, whatever gave it"),
        Binding("R", "change_role", "Role", id="admin_user.role", tooltip="Make an admin of them, or a user again"),
    ]
    FOOTER = ("admin_user.grant", "admin_user.revoke", "admin_user.role", "page.details")
    SHORT: ClassVar[dict[str, str]] = {"admin_user.grant": "Give", "admin_user.revoke": "Take", "page.details": "Info"}

    title_line = getters.query_one(TitleLine)
    rows = getters.query_one(AccessList)
    panel = getters.query_one(StatePanel)
    pane = getters.query_one(FactsPane)

    def __init__(self, library: Library, user_id: str) -> None:
        super().__init__(library)
        self._user_id = user_id
        self._user: AdminUserRow | None = None

    def compose_body(self) -> ComposeResult:
        """The list below the name, and the pane."""
        with Horizontal(classes="body"):
            with Vertical(classes="main"):
                yield TitleLine("")
                yield AccessList()
                yield StatePanel()
            yield FactsPane(classes="pane")

    def on_mount(self) -> None:
        """Ask the server: what it says of users is kept nowhere."""
        self.place = Place("User", deeper=True)
        self._show_panel(LOADING)
        self.load()

    def again(self, library: Library) -> AdminUserScreen:
        """As another admin sees them."""
        return AdminUserScreen(library, self._user_id)

    def action_reload(self) -> None:
        """Ask again."""
        super().action_reload()
        self.load()

    @work(exclusive=True, group="user")
    async def load(self) -> None:
        """Show what the server says of the user."""
        try:
            user = await self.library.administer(lambda admin: admin.users.get(self._user_id))
        except ApiError as error:
            if self._user is None:
                self._show_panel(without_rows("courses", loaded=False, error=error, words="", new=None))
            self.say_error(error if self._user else None)
            return
        if not self.is_attached:
            return
        (self._user,) = admin_user_rows([user])
        self._show(self._user, access_rows(user))

    def _show(self, user: AdminUserRow, rows: Sequence[AccessRow]) -> None:
        name = one_line(user.name)
        self.place = Place(name, deeper=True)
        self.title_line.title = name
        state = "deleted" if user.is_deleted else user.role
        self.title_line.beside = [Piece(one_line(user.email), "muted")] if user.email else []
        self.title_line.right = [Piece(state, "accent" if state == "admin" else "muted")]
        self.rows.show_rows(rows)
        nothing = PanelState("empty", "No courses", "They have access to none.", [_GRANT])
        self._show_panel(None if rows else nothing)
        self.say()

    def _show_panel(self, state: PanelState | None) -> None:
        self.rows.display = state is None
        self.panel.display = state is not None
        if state is not None:
            self.panel.state = state
        elif self.focused is None:
            self.rows.focus()
        self._show_pane()

    def _show_pane(self) -> None:
        row = self.rows.selected
        self.pane.facts = access_facts(row) if row is not None else None
        self.refresh_bindings()

    @on(RowList.Highlighted)
    def _select(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_pane()

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a course there is none to take; of a deleted account nothing can be changed."""
        if not self.is_mounted:
            return True
        match action:
            case "revoke":
                return self.rows.selected is not None
            case "grant" | "change_role":
                return self._user is not None and not self._user.is_deleted
            case _:
                return super().check_action(action, parameters)

    @work(exclusive=True, group="form")
    async def action_grant(self) -> None:
        """Give access to a course that is chosen."""
        given = {row.id for row in self.rows.rows if row.by_hand}

        async def find(words: str) -> list[Found]:
            courses = admin_course_rows((await self.library.fetch(admin_courses())).value or ())
            wanted = words.casefold().split()
            return [
                Found(course.id, course.name, plural(course.lesson_count, "lesson"))
                for course in courses
                if course.id not in given and all(word in course.name.casefold() for word in wanted)
            ]

        course = await self.app.push_screen_wait(FindScreen("Give access to which course?", "Words of its name", find))
        if course is not None:
            done = f"Given: {brief(course.name)}."
            await self._change(lambda admin: admin.users.grant(self._user_id, course.id), done)

    @work(exclusive=True, group="form")
    async def action_revoke(self) -> None:
        """Take a course away, whatever gave it, once a word was typed."""
        if (row := self.rows.selected) is None or self._user is None:
            return
        name = brief(row.name)
        question = TypedConfirmation(
            f"Take {name} from {brief(self._user.name)}?", *_what_goes(row), word="take", verb="Take it"
        )
        if await self.app.push_screen_wait(question):
            await self._change(lambda admin: admin.users.revoke(self._user_id, row.id), f"Taken: {name}.")

    @work(exclusive=True, group="form")
    async def action_change_role(self) -> None:
        """Make an admin of the user, or a user again."""
        if self._user is not None and await ask_for_role(self, self._user):
            self.load()

    async def _change(self, call: Callable[[Admin], Awaitable[None]], done: str) -> None:
        try:
            await self.library.administer(call)
        except ApiError as error:
            self.app.tell(f"Not changed: {error}", severity="error")
        else:
            self.app.tell(done)
        self.load()


def _what_goes(row: AccessRow) -> tuple[str, ...]:
    lessons = plural(row.lesson_count, "lesson")
    done = f"that they completed {row.completed_count} of them is kept" if row.completed_count else "none is complete"
    loses = f"They lose its {lessons}; {done}."
    if not row.products:
        return (loses,)
    bought = " and ".join(f"“{brief(name)}”" for name in row.products[:3])
    return loses, f"They bought it in {bought}. No money goes back: that is a refund."
