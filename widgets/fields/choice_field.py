"""A field for one of a few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from widgets.fields.field import Field, FieldNote
from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip


@dataclass(frozen=True, slots=True)
class Option:
    """A word that can be chosen, with what it means."""

    word: str
    note: str = ""


class ChoiceLine(Toned, can_focus=True):
    """`(•) public   ( ) private`: left and right choose, and so does a click."""

    DEFAULT_CSS = """
    ChoiceLine { height: 1; width: 1fr; }
    ChoiceLine:focus { background: $block-cursor-background; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Previous", show=False, id="choice_field.previous", tooltip="The word before"),
        Binding("right,l,space", "step(1)", "Next", show=False, id="choice_field.next", tooltip="The next word"),
    ]

    chosen: reactive[str] = reactive("")

    class Changed(Message):
        """Another word was chosen."""

    def __init__(self, words: Sequence[str], chosen: str) -> None:
        super().__init__()
        self._words = list(words)
        self.set_reactive(ChoiceLine.chosen, chosen)

    def render_line(self, y: int) -> Strip:
        """The words, the chosen one bold; the edge says where the keys go."""
        width = self.size.width
        line = self._line("   ")
        if cells(line) > width:
            line = self._line(" ")
        return self.strip(line, width, "cursor" if self.has_focus else "")

    def _line(self, gap: str) -> Line:
        line: Line = [Piece(f"{marks().edge} ", "accent") if self.has_focus else Piece("  ")]
        for word in self._words:
            here = word == self.chosen
            sign = f"({marks().picked if here else ' '}) "
            tone = "text strong" if here else "muted"
            line += [Piece(f"{sign}{word}", tone, f"choose({word!r})"), Piece(gap)]
        return line[:-1]

    def on_focus(self) -> None:
        """The band changes with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """The band changes with the focus."""
        self.refresh()

    def action_step(self, step: int) -> None:
        """The word before or after; from the last one to the first."""
        index = self._words.index(self.chosen) if self.chosen in self._words else -1
        self.action_choose(self._words[(index + step) % len(self._words)])

    def action_choose(self, word: str) -> None:
        """Choose a word."""
        if word != self.chosen:
            self.chosen = word
            self.post_message(self.Changed())


class ChoiceField(Field):
    """One of a few words, with a sentence about the chosen one."""

    def __init__(self, label: str, options: Sequence[Option], chosen: str, *, key: str = "") -> None:
        """`chosen` may be a word that is no option, as a newer server may have it."""
        super().__init__(label, key)
        self._notes = {option.word: option.note for option in options}
        self._initial = chosen
        self.choice = ChoiceLine([*self._notes], chosen)
        self._note = FieldNote(self._notes.get(chosen, ""))

    def compose_value(self) -> ComposeResult:
        """The words, and what the chosen one means."""
        yield self.choice
        yield self._note

    @property
    def changed(self) -> bool:
        """Whether another word was chosen."""
        return self.choice.chosen != self._initial

    def read(self) -> object:
        """The word."""
        return self.choice.chosen

    @on(ChoiceLine.Changed)
    def _choose(self, event: ChoiceLine.Changed) -> None:
        event.stop()
        self._note.text = self._notes.get(self.choice.chosen, "")
        self.edited()
