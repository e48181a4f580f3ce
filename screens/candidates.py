"""What the palette can find, and which of it matches what is typed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.fuzzy import FuzzySearch

from widgets.text import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHOWN = 40
"""At most this many courses, lessons and actions for what was typed."""
COMPARED = 200
"""Characters of a name that are compared with what is typed."""
AT_ONCE = 250
"""Candidates that are compared before other work gets its turn."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that the palette can find."""

    name: str
    context: str
    """What is said beside the name: the course of a lesson, the keys of an action."""
    command: Callable[[], object]
    bonus: float = 0.0

    def display(self, width: int, offsets: Sequence[int] = ()) -> Content:
        """The name with the typed letters marked, the context at the right. Text from outside is never markup."""
        context = cut(self.context, width // 3)
        shown = cut(self.name, width - cell_len(context) - 2)
        gap = " " * (width - cell_len(shown) - cell_len(context))
        name = Content(shown)
        for offset in offsets:
            name = name.stylize("$accent bold underline", offset, offset + 1)
        return Content.assemble(name, gap, (context, "not bold $text-muted"))


def candidate(name: str, context: str, command: Callable[[], object], bonus: float = 0.0) -> Candidate:
    """A candidate with texts of one line; of a name of 10,000 characters the begin is compared."""
    return Candidate(one_line(name)[:COMPARED], one_line(context), command, bonus)


async def best(candidates: Sequence[Candidate], typed: str) -> list[tuple[float, Candidate, Sequence[int]]]:
    """The candidates that match best, with their scores and the places of the letters."""
    search = FuzzySearch()
    found: list[tuple[float, Candidate, Sequence[int]]] = []
    for number, each in enumerate(candidates, 1):
        score, offsets = search.match(typed, each.name)
        if score > 0:
            found.append((score * (1 + each.bonus), each, offsets))
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    return nlargest(SHOWN, found, key=lambda one: one[0])
