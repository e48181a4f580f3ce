"""What the screens know of the app that runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.signal import Signal

from widgets.tones import TONES, TONES_CSS

if TYPE_CHECKING:
    from api_client.checkout_state import CheckoutState
    from screens.edited_text import EditedText
    from screens.message_log import Severity
    from screens.outline_place import OutlinePlace


class Host(App[int]):
    """The app as screens see it: its tones and breakpoints, and the actions that are the same everywhere."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONES)
    DEFAULT_CSS = TONES_CSS

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # pyright takes the base for an instance variable
        (0, "-tiny"),
        (60, "-narrow"),
        (80, "-medium"),
        (100, "-wide"),
        (140, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-low"), (30, "-tall")]  # noqa: RUF012  # as above

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.places: dict[str, OutlinePlace] = {}
        """Where one was in each course's outline, by the course's id."""
        self.checkouts: dict[str, CheckoutState] = {}
        """What is being bought, and what became of it, by the product's id; the newest last."""
        self.checkouts_signal: Signal[str] = Signal(self, "checkouts")
        """The product's id, whenever its checkout changes."""

    def open_course(self, course_id: str, lesson_id: str | None = None) -> None:
        """Go to the outline of a course, to a lesson in it, or to its next one."""
        raise NotImplementedError

    def open_lesson(self, lesson_id: str) -> None:
        """Go to a lesson's page."""
        raise NotImplementedError

    def manage_course(self, course_id: str, row_key: str | None = None) -> None:
        """Go to the manager of a course, to a row of its tree."""
        raise NotImplementedError

    def show_product(self, product_id: str) -> None:
        """Go to a product among the admin's."""
        raise NotImplementedError

    def open_product(self, product_id: str) -> None:
        """Go to a product's page."""
        raise NotImplementedError

    def edit_text(self, text: str, name: str) -> EditedText | None:
        """Let a text be edited in `$EDITOR`; None if nothing came of it, which was told if it is a failure."""
        raise NotImplementedError

    def tell(self, text: str, *, severity: Severity = "information", key: str = "") -> None:
        """Say something in a toast, with the key that helps; it can be read again under `!`."""
        raise NotImplementedError
