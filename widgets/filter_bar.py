"""The line above a list: its views with their counts, or what is being searched for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, cells, cut_line, spread

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.strip import Strip


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """A view that can be chosen, with how many rows it has."""

    key: str
    name: str
    count: int | None
    """None where it is not known."""


class ViewLine(Toned):
    """The views; the current one bold and underlined. At the right the order."""

    DEFAULT_CSS = """
    ViewLine { height: 1; width: 1fr; }
    """

    choices: reactive[tuple[ViewChoice, ...]] = reactive[tuple[ViewChoice, ...]](())
    current: reactive[str] = reactive("")
    order: reactive[str] = reactive("")
    """Empty where the rows have one order only."""

    def render_line(self, y: int) -> Strip:
        """The words with their counts."""
        width = self.size.width
        line = self._choices("   ")
        right: Line = [Piece(f"{marks().sorted} {self.order}", "muted", "screen.sort"), Piece("   ")]
        if not self.order or self.narrow or cells(line) + cells(right) > width:
            right = []
        if cells(line) > width:
            line = self._choices(" ")
        return self.strip(spread(cut_line(line, width), right, width), width)

    def _choices(self, gap: str) -> Line:
        line: Line = [Piece(" " if self.narrow else "    ")]
        for choice in self.choices:
            here = choice.key == self.current
            action = f"screen.show_view({choice.key!r})"
            line.append(Piece(choice.name, "strong underline" if here else "faint", action))
            if choice.count is not None:
                line.append(Piece(f" {choice.count}", "accent" if here else "faint", action))
            line.append(Piece(gap))
        return line


class WordsInput(Input):
    """Where the words are typed; `enter` and `down` go to the rows, `esc` clears them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear", id="filter.clear", tooltip="Clear the filter"),
        Binding("enter,down", "leave", "To the rows", id="filter.leave", tooltip="Keep the filter and go to the rows"),
    ]

    class Left(Message):
        """The rows shall have the focus."""

    def action_clear(self) -> None:
        """Empty, and back to the rows."""
        self.value = ""
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Back to the rows with the filter on."""
        self.post_message(self.Left())


class FilterBar(Horizontal):
    """Shows the views, or, once `/` was pressed and while there are words, the input with the number of matches."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        margin: 1 0;
        WordsInput { display: none; width: 1fr; border: none; height: 1; padding: 0; background: transparent; }
        MatchCount { display: none; width: 20; height: 1; }
        FilterSign { display: none; width: 4; height: 1; }
        &.-open WordsInput, &.-open MatchCount, &.-open FilterSign { display: block; }
        &.-open ViewLine { display: none; }
    }
    """

    words: reactive[str] = reactive("")

    @dataclass
    class Changed(Message):
        """Other words are searched for."""

        words: str

    def compose(self) -> ComposeResult:
        """Both forms; one is shown."""
        yield ViewLine()
        yield FilterSign()
        words = WordsInput(compact=True, select_on_focus=False)
        words.cursor_blink = False
        yield words
        yield MatchCount()

    def open(self) -> None:
        """Let words be typed."""
        self.add_class("-open")
        # Widget.focus() waits for the messages that are queued already: letters typed at once were the list's keys.
        self.screen.set_focus(self.query_one(WordsInput))

    def clear(self) -> None:
        """No words."""
        self.query_one(WordsInput).value = ""
        self.remove_class("-open")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.words = event.value
        self.post_message(self.Changed(event.value))

    @on(WordsInput.Left)
    def _left(self) -> None:
        self.set_class(bool(self.words), "-open")


class FilterSign(Toned):
    """The `/` before the words."""

    def render_line(self, y: int) -> Strip:
        """The sign in the column of the marks."""
        return self.strip([Piece("  / ", "accent strong")], self.size.width)


class MatchCount(Toned):
    """`2 of 14`."""

    count: reactive[tuple[int, int | None]] = reactive[tuple[int, "int | None"]]((0, 0))
    """How many rows there are of how many; None where that is not known."""

    def render_line(self, y: int) -> Strip:
        """The numbers at the right margin."""
        found, total = self.count
        width = self.size.width
        words = f"{found:,} of {total:,}" if total is not None else f"{found:,} so far"
        return self.strip(spread([], [Piece(words, "muted"), Piece("   ")], width), width)
