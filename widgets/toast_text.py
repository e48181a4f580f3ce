"""What a toast says: its sign, the sentence, and at the right the key that helps."""

from __future__ import annotations

from typing import Literal

from rich.cells import cell_len
from textual.content import Content

from widgets.marks import marks
from widgets.paint import first_lines, wrap
from widgets.text import cut

MOST_LINES = 4
"""A longer text ends in an ellipsis; all of it is under the messages."""
ALL = "! read all"


def toast_text(text: str, key: str, severity: Literal["information", "warning", "error"], width: int) -> Content:
    """The toast in lines of `width` cells.

    `key` is a key and what it does: `u undo`. A text on one line has the key at its right, a longer one below it.
    """
    sign = {"information": marks().done, "warning": marks().waiting, "error": marks().refused}[severity]
    indent = cell_len(sign) + 1
    lines = wrap(text.strip(), width - indent)
    if len(lines) > MOST_LINES:
        key = key or ALL
    texts = ("".join(piece.text for piece in line) for line in first_lines(lines, MOST_LINES))
    shown = [cut(text, width - indent) for text in texts] or [""]
    if key and indent + cell_len(shown[-1]) + 2 + cell_len(key) > width:
        shown.append("")
    color = {"information": "$success", "warning": "$warning", "error": "$error"}[severity]
    content = Content.assemble((sign, color), " ", Content(("\n" + " " * indent).join(shown)))
    if not key:
        return content
    press, _, does = key.partition(" ")
    gap = " " * max(1, width - indent - cell_len(shown[-1]) - cell_len(key))
    return content + Content.assemble(gap, (press, "bold"), (f" {does}", "$text-muted"))
