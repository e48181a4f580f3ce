"""The header: where am I, who am I, which server, is everything saved."""

from dataclasses import dataclass

from textual.reactive import reactive
from textual.strip import Strip

from api_client.status import SyncStatus
from widgets.bar import bar
from widgets.marks import marks
from widgets.paint import Line, Piece, Toned, cells, cut_line, spread
from widgets.sync_mark import sync_mark
from widgets.text import one_line


@dataclass(frozen=True, slots=True)
class Tab:
    """A place that a number key goes to."""

    key: str
    name: str
    mode: str


@dataclass(frozen=True, slots=True)
class Place:
    """What the header of a narrow terminal says instead of the tabs."""

    title: str
    deeper: bool = False
    """Whether `esc` goes back from here."""
    completed: int = 0
    total: int = 0


class Header(Toned):
    """Two lines: the tabs with their rule, or, below 60 columns, the place with its progress as the rule."""

    DEFAULT_CSS = """
    Header { height: 2; width: 1fr; background: $background; }
    """

    tabs: reactive[tuple[Tab, ...]] = reactive[tuple[Tab, ...]](())
    current: reactive[str] = reactive("")
    """The mode, of which what stands before a `/` is a tab's."""
    who: reactive[str] = reactive("")
    """Account and server, for wide terminals."""
    place: reactive[Place] = reactive(Place(""))
    status: reactive[SyncStatus] = reactive(SyncStatus())

    def render_line(self, y: int) -> Strip:
        """The tabs or the place, and the rule below."""
        width = self.size.width
        if self.narrow:
            return self.strip(self._place_line(width) if y == 0 else self._place_rule(width), width)
        tabs, start, length = self._tab_line(width)
        return self.strip(tabs if y == 0 else self._rule(start, length, width), width)

    def _tab_line(self, width: int) -> tuple[Line, int, int]:
        """The first line, and where the current tab's rule starts and how long it is.

        Where not all names fit, there is the current one's alone.
        """
        mark = [piece._replace(action="app.show_queue") for piece in sync_mark(self.status)]
        right: Line = [*mark, Piece("  ")]
        line, start, length = self._tabs(width, named=width >= 80)
        if cells(line) + cells(right) >= width:
            line, start, length = self._tabs(width, named=False)
        if width >= 100 and self.who:
            room = width - cells(line) - cells(right) - 6
            right = [*cut_line([Piece(one_line(self.who), "muted", "app.show_accounts")], room), Piece("   "), *right]
        return spread(line, right, width), start, length

    def _tabs(self, width: int, *, named: bool) -> tuple[Line, int, int]:
        gap = 3 if width >= 100 else 2
        line = [Piece("  Syllabus", "strong"), Piece("    ")]
        start = length = 0
        for number, tab in enumerate(self.tabs):
            if number:
                line.append(Piece(" " * gap))
            here = tab.mode == self.current.partition("/")[0]
            name = f" {tab.name}" if here or named else ""
            if here:
                start, length = cells(line) - 1, len(tab.key + name) + 2
            action = f"app.show_tab('{tab.mode}')"
            line.append(Piece(tab.key, "accent" if here else "faint", action))
            line.append(Piece(name, "strong" if here else "muted", action))
        return line, start, length

    def _rule(self, start: int, length: int, width: int) -> Line:
        signs = marks()
        return [
            Piece(signs.rule * start, "rule"),
            Piece(signs.rule_heavy * length, "accent"),
            Piece(signs.rule * (width - start - length), "rule"),
        ]

    def _place_line(self, width: int) -> Line:
        place = self.place
        left = [Piece(f"{marks().back} ", "muted", "screen.back")] if place.deeper else []
        right = [Piece(f"{place.completed}/{place.total} ", "muted")] if place.total else []
        mark = sync_mark(self.status)[:1]
        glyph = [Piece(mark[0].text[:1], mark[0].tone, "app.show_queue")] if mark else []
        title = Piece(one_line(place.title), "strong")
        return spread([Piece(" "), *left, title], [*right, *glyph, Piece(" ")], width)

    def _place_rule(self, width: int) -> Line:
        if self.place.total:
            return bar(self.place.completed, self.place.total, width)
        return [Piece(marks().rule * width, "rule")]
