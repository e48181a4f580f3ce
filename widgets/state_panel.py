"""What a list shows instead of rows: loading, nothing there, could not load. Each is different, none is blank."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.reactive import reactive

from widgets.lines import Lines
from widgets.marks import marks
from widgets.paint import Line, Piece, cut_line, wrap

if TYPE_CHECKING:
    from textual.timer import Timer

WIDTH = 60


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """A key that helps, what it does, and with what."""

    key: str
    label: str
    detail: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class PanelState:
    """What to show: `kind` decides how it looks, not what it says."""

    kind: Literal["loading", "empty", "failed", "locked", "signed_out"]
    title: str = ""
    why: str = ""
    keys: Sequence[KeyHelp] = field(default=())


LOADING = PanelState("loading")
PATIENCE = 0.15
"""Seconds before a panel says that something loads: a shorter wait would only flicker."""
TOO_LONG = 8.0
"""Seconds after which it says that the wait is not normal, and what helps."""
_SLOW = PanelState(
    "loading",
    "Still loading",
    "The server has not answered yet. It is asked again by itself.",
    [KeyHelp("r", "Try again", "at once", "screen.reload"), KeyHelp("w", "Queue", "why it waits", "app.show_queue")],
)


class StatePanel(Lines):
    """A block of text a third down, or, while loading, thin lines where names will be."""

    DEFAULT_CSS = """
    StatePanel { width: 1fr; height: 1fr; }
    """

    state: reactive[PanelState] = reactive(LOADING, repaint=False)
    waited: reactive[float] = reactive(0.0, repaint=False)
    """Seconds that it has been loading, as far as it matters to what is shown."""

    def on_mount(self) -> None:
        """Begin to wait."""
        self._waits: list[Timer] = []
        self.watch_state()

    def watch_state(self) -> None:
        """Another state; a new wait."""
        if not self.is_mounted:
            return
        for timer in self._waits:
            timer.stop()
        self.waited = 0.0
        if self.state.kind == "loading":
            self._waits = [self.set_timer(seconds, partial(self._wait, seconds)) for seconds in (PATIENCE, TOO_LONG)]
        self.redraw()

    def _wait(self, seconds: float) -> None:
        self.waited = seconds
        self.redraw()

    def compose_lines(self, width: int) -> list[Line]:
        """The lines of the state."""
        if self.state.kind != "loading":
            return self._message(self.state, width)
        if self.waited >= TOO_LONG:
            return self._message(_SLOW, width)
        return self._skeleton(width) if self.waited >= PATIENCE else []

    def _skeleton(self, width: int) -> list[Line]:
        sign = marks().skeleton
        lengths = (34, 42, 28, 38, 22, 31)
        right = max(0, width - 16)
        lines: list[Line] = []
        for length in lengths:
            name = min(length, max(0, width - 8))
            line = [Piece("  "), Piece(marks().dot, "faint"), Piece(" "), Piece(sign * name, "skeleton")]
            if right > name + 8:
                line += [Piece(" " * (right - name - 4)), Piece(sign * 12, "skeleton")]
            lines.append(line)
        return lines

    def _message(self, state: PanelState, width: int) -> list[Line]:
        block = min(WIDTH, width - 4)
        indent = Piece(" " * ((width - block) // 2))
        title_tone = "error strong" if state.kind == "failed" else "text strong"
        prefix = f"{marks().refused} " if state.kind == "failed" else ""
        lines = [*wrap(prefix + state.title, block, title_tone), []]
        if state.why:
            lines += [*wrap(state.why, block, "muted"), []]
        lines += [cut_line(self._key(help_), block) for help_ in state.keys]
        top = max(1 if self.size.height > 12 else 0, self.size.height // 3 - len(lines) // 2)
        blank: Line = []
        return [blank] * top + [[indent, *line] for line in lines]

    def _key(self, help_: KeyHelp) -> Line:
        return [
            Piece(f"{help_.key:<4}", "strong", help_.action),
            Piece(f"{help_.label:<16}", "text", help_.action),
            Piece(help_.detail, "muted"),
        ]
