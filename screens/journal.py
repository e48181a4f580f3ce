"""What was done in this session and can be undone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marked:
    """Lessons whose completion was changed together."""

    lesson_ids: tuple[str, ...]
    completed: bool
    names: tuple[str, ...] = ()

    @property
    def reverse(self) -> Marked:
        """What takes it back."""
        return Marked(self.lesson_ids, not self.completed, self.names)


class Journal:
    """Undo and redo: two stacks; doing something new forgets what was undone."""

    def __init__(self) -> None:
        self._done: list[Marked] = []
        self._undone: list[Marked] = []

    def record(self, change: Marked) -> None:
        """Something was done by the user."""
        self._done.append(change)
        self._undone.clear()

    def undo(self) -> Marked | None:
        """The change that takes back the last one; None if there is none."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        return change.reverse

    def redo(self) -> Marked | None:
        """The change that does again what was undone last; None if there is none."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        return change
