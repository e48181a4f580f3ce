"""The signs that rows are drawn with, in Unicode and in ASCII; each also stands as a word somewhere near it."""

from dataclasses import dataclass

from api_client.rows import CourseState


@dataclass(frozen=True, slots=True)
class Marks:
    """One set of signs. In Unicode every mark is one cell wide, in ASCII three (`next` and those of moving one)."""

    done: str
    open: str
    begun: str
    preview: str
    locked: str
    next: str
    folded: str
    unfolded: str
    synced: str
    waiting: str
    offline: str
    refused: str
    edge: str
    """Column 0 of the focused row."""
    edge_blurred: str
    """Column 0 of the selected row in a pane without focus."""
    bar_full: str
    bar_half: str
    bar_rest: str
    rule: str
    rule_heavy: str
    skeleton: str
    back: str
    forward: str
    sorted: str
    dot: str
    ellipsis: str
    newline: str
    day_none: str
    day_one: str
    day_more: str
    quote: str
    modal_edge: str
    picked: str
    """Between brackets: the chosen one of a few."""
    tick: str
    """Between brackets: one of those that are picked."""
    private: str
    moved: str
    """A row whose new place is not saved yet."""
    grabbed: str
    """The row that is being moved."""
    marked: str
    insertion: str
    arrow: str

    @property
    def width(self) -> int:
        """Cells of a row's mark."""
        return len(self.done)

    def of_course(self, state: CourseState) -> tuple[str, str]:
        """The mark of a course and its tone."""
        return {
            "done": (self.done, "success"),
            "begun": (self.begun, "accent"),
            "new": (self.open, "muted"),
            "preview": (self.preview, "muted"),
            "locked": (self.locked, "faint"),
        }[state]


UNICODE = Marks(
    done="✓",
    open="○",
    begun="◐",
    preview="◇",
    locked="⊘",
    next="▶",
    folded="▸",
    unfolded="▾",
    synced="●",
    waiting="◌",
    offline="○",
    refused="!",
    edge="▌",
    edge_blurred="▏",
    bar_full="━",
    bar_half="╾",
    bar_rest="─",
    rule="─",
    rule_heavy="━",
    skeleton="━",
    back="‹",
    forward="›",
    sorted="↓",
    dot="·",
    ellipsis="…",
    newline="⏎",
    day_none="·",
    day_one="▪",
    day_more="■",
    quote="▎",
    modal_edge="▔",
    picked="•",
    tick="✓",
    private="⊘",
    moved="•",
    grabbed="⇅",
    marked="×",
    insertion="━",
    arrow="→",
)
ASCII = Marks(
    done="[x]",
    open="[ ]",
    begun="[~]",
    preview="[P]",
    locked="[L]",
    next=">",
    folded="+",
    unfolded="-",
    synced="*",
    waiting="~",
    offline="o",
    refused="!",
    edge=">",
    edge_blurred="|",
    bar_full="#",
    bar_half="#",
    bar_rest="-",
    rule="-",
    rule_heavy="=",
    skeleton="-",
    back="<",
    forward=">",
    sorted="v",
    dot="-",
    ellipsis="..",
    newline="/",
    day_none=".",
    day_one="+",
    day_more="#",
    quote="|",
    modal_edge="=",
    picked="*",
    tick="x",
    private="[-]",
    moved="*",
    grabbed="^",
    marked="x",
    insertion="=",
    arrow="->",
)

_chosen = UNICODE


def use_marks(marks: Marks) -> None:
    """Choose the signs of this process: what the terminal can show is the same for all that it draws."""
    global _chosen
    _chosen = marks


def marks() -> Marks:
    """The signs in use."""
    return _chosen
