"""A text in the small entries of a keyring, so that at any time the old or the new one can be read whole.

The head entry says how many parts there are and of which of two turns; the first part follows in it. The parts of a new
text are written beside those of the old one, then the head, which switches over in one step.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Turn = Literal["a", "b"]

LIMIT = 1_200
"""Characters of an entry. Windows has room for 1,280, and fails with an error that names no reason."""
_HEAD_ROOM = 100
_MARK = "syllabus-session-1"


class Damaged(ValueError):  # noqa: N818  # it says what happened
    """The entries are not those of one text."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head entry says."""

    turn: Turn
    count: int
    """Parts in all; the first stands in the head itself."""
    digest: str
    first: str

    def encode(self) -> str:
        """The entry's text."""
        return f"{_MARK} {self.turn} {self.count} {self.digest}\n{self.first}"

    @property
    def next_turn(self) -> Turn:
        """The turn whose parts can be written without touching these."""
        return "b" if self.turn == "a" else "a"


def split(text: str, turn: Turn) -> tuple[Head, list[str]]:
    """The head and the further parts of an ASCII text."""
    first, rest = text[: LIMIT - _HEAD_ROOM], text[LIMIT - _HEAD_ROOM :]
    parts = [rest[start : start + LIMIT] for start in range(0, len(rest), LIMIT)]
    return Head(turn, 1 + len(parts), _digest(text), first), parts


def decode_head(entry: str) -> Head:
    """Raises Damaged for what is none."""
    line, _, first = entry.partition("\n")
    match line.split(" "):
        case [mark, "a" | "b" as turn, count, digest] if mark == _MARK and count.isdecimal() and len(count) < 4:
            return Head(turn, int(count), digest, first)
        case _:
            raise Damaged


def join(head: Head, parts: Sequence[str | None]) -> str:
    """The text. Raises Damaged where a part lacks, or belongs to another text."""
    text = head.first + "".join(part or "" for part in parts)
    if _digest(text) != head.digest:
        raise Damaged
    return text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
