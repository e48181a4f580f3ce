"""Writing to standard output: for people in a terminal, for programs in a pipe, or as JSON.

No text is ever taken as markup: what comes from outside stands in `Text`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TextIO

from widgets.text import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

Cell = str | tuple[str, str]
"""Text, or text with a style of rich."""


_GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    right: bool = False
    audience: Literal["all", "people", "programs"] = "all"
    """Ids are for programs, bars and signs for people."""
    flexible: bool = False
    """It takes the room that is left and is cut where it lacks."""


class Output:
    """Standard output in the form that its reader wants."""

    def __init__(self, stream: TextIO, *, as_json: bool = False) -> None:
        self._stream = stream
        self.as_json = as_json
        self.for_people = stream.isatty() and not as_json

    def json(self, value: object) -> None:
        """One JSON document in ASCII, so that no control character reaches a terminal."""
        text = json.dumps(value, indent=2, ensure_ascii=True).replace("\x7f", "\\u007f")
        self._stream.write(text + "\n")

    def line(self, text: str = "", style: str = "") -> None:
        """One line; the style is for people."""
        if self.for_people and style:
            from rich.text import Text

            self._console().print(Text(text, style=style))
        else:
            self._stream.write(text + "\n")

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """A table for people; for programs one line a row, tabs between the values, and no header."""
        if self.for_people:
            self._rich_table(columns, rows)
            return
        shown = [index for index, column in enumerate(columns) if column.audience != "people"]
        for row in rows:
            self._stream.write("\t".join(_plain(row[index]) for index in shown) + "\n")

    def markdown(self, text: str) -> None:
        """A description. Links are not made clickable: where one leads would be hidden behind its words."""
        if not self.for_people:
            self._stream.write(text.rstrip("\n") + "\n")
            return
        from rich.markdown import Markdown

        console = self._console()
        console.print(Markdown(text, hyperlinks=False), width=min(90, console.width))

    def _console(self) -> Console:
        from rich.console import Console

        return Console(file=self._stream, markup=False, emoji=False, highlight=False)

    def _rich_table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        from rich.table import Table
        from rich.text import Text

        console = self._console()
        shown = [(index, column) for index, column in enumerate(columns) if column.audience != "programs"]
        cells = [[_text(row[index], console.width) for index, _ in shown] for row in rows]
        titles = [column.title for _, column in shown]
        table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim", show_header=any(titles))
        for (_, column), width in zip(shown, _widths(shown, cells, console.width), strict=True):
            justify = "right" if column.right else "left"
            table.add_column(Text(column.title), justify=justify, no_wrap=True, overflow="ellipsis", width=width)
        for row in cells:
            table.add_row(*row)
        console.print(table)


def _widths(shown: Sequence[tuple[int, Column]], cells: Sequence[Sequence[Text]], room: int) -> list[int]:
    """The widths of the columns: the flexible ones share what the others leave, where rich would shrink them all."""
    widths = [
        max([len(column.title), *(row[place].cell_len for row in cells)]) for place, (_, column) in enumerate(shown)
    ]
    flexible = sorted((place for place, (_, column) in enumerate(shown) if column.flexible), key=widths.__getitem__)
    left = room - _GAP * (len(widths) - 1) - sum(widths) + sum(widths[place] for place in flexible)
    for count, place in enumerate(flexible):
        widths[place] = max(1, min(widths[place], left // (len(flexible) - count)))
        left -= widths[place]
    return widths


def _text(cell: Cell, width: int) -> Text:
    from rich.text import Text

    text, style = (cell, "") if isinstance(cell, str) else cell
    return Text(cut(text, width), style=style)


def _plain(cell: Cell) -> str:
    """A value on its line, and in its column."""
    return (cell if isinstance(cell, str) else cell[0]).replace("\t", " ").replace("\n", " ")


def name(text: str) -> str:
    """A name from outside on one line."""
    return one_line(text)


def given(words: str, cells: int = 60) -> str:
    """What the person typed, to be quoted in a sentence: a script may have put anything in it."""
    return cut("".join(character if character.isprintable() else "\ufffd" for character in words), cells)
