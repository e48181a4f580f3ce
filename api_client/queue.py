"""The durable queue of marks: what was marked and is not yet on the server.

A lesson has at most one mark: a later one replaces it. Each mark has a number; an answer of the server removes a mark
only if it is still the one that was sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from api_client.rows import PendingMark
from api_client.schema import MARK_COLUMNS
from api_client.transactions import writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

UNDO_KEEPS = timedelta(days=1)
"""How long the first time of a lesson that was un-completed is remembered, for completing it again."""


@dataclass(frozen=True, slots=True)
class QueuedMark(PendingMark):
    """A mark with what is needed to send it and to count with it."""

    was: datetime | None
    """When the lesson was completed as the server last confirmed it; None: it was not."""
    seq: int
    """Its number in the queue; a later mark of the same lesson has another."""
    attempted: bool
    """It was sent at least once, so the server may have it even if no answer came."""

    @property
    def change(self) -> int:
        """What it adds to a count of completed lessons: 1, 0 or -1."""
        return int(self.completed) - int(self.was is not None)


class Queue:
    """The queue on one connection, to be used in one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[QueuedMark]:
        """What waits or was refused, oldest first."""
        rows = self._connection.execute(f"SELECT {MARK_COLUMNS} FROM marks ORDER BY seq")  # noqa: S608 - a constant
        return [
            QueuedMark(
                lesson_id, lesson_name, course_id, course_name, bool(completed), datetime.fromisoformat(at), refusal,
                _time(was), seq, bool(attempted),
            )
            for lesson_id, lesson_name, course_id, course_name, completed, at, refusal, was, seq, attempted in rows
        ]  # fmt: skip

    def mark(self, lesson_ids: Sequence[str], completed: bool, now: datetime) -> list[str]:
        """Mark lessons in one transaction, durable when it returns.

        If some are not known to the cache, nothing is written; the result names them.
        """
        with writing(self._connection):
            waiting = {mark.lesson_id: mark for mark in self.all()}
            marks = {each: waiting.get(each) or self._unchanged(each, now) for each in dict.fromkeys(lesson_ids)}
            known = [mark for mark in marks.values() if mark]
            if len(known) == len(marks):
                for mark in known:
                    self._put(mark, completed, now)
        return [lesson_id for lesson_id, mark in marks.items() if not mark]

    def _unchanged(self, lesson_id: str, now: datetime) -> QueuedMark | None:
        """A mark that changes nothing, made from what the cache knows of the lesson."""
        row = self._connection.execute(
            "SELECT name, course_id, course_name, completed_at FROM lessons WHERE id = ?", (lesson_id,)
        ).fetchone()
        if row is None:
            return None
        name, course_id, course_name, completed_at = row
        was = _time(completed_at)
        return QueuedMark(
            lesson_id, name, course_id, course_name, was is not None, was or now, None, was, seq=0, attempted=False
        )

    def _put(self, known: QueuedMark, completed: bool, now: datetime) -> None:
        if known.seq and known.refusal is None and known.completed == completed:
            return
        if known.completed and not completed:
            self._remember(known, now)
        # A mark that the server may already have must be answered by another one, even if it restores what was.
        if completed == (known.was is not None) and not known.attempted:
            self._connection.execute("DELETE FROM marks WHERE lesson_id = ?", (known.lesson_id,))
            return
        at = (known.was or self._first_time(known.lesson_id, now) or now) if completed else now
        mark = replace(known, completed=completed, at=at, refusal=None, seq=self._next("seq"))
        self._connection.execute(
            f"INSERT OR REPLACE INTO marks ({MARK_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                mark.lesson_id, mark.lesson_name, mark.course_id, mark.course_name, mark.completed, _text(mark.at),
                None, _text(mark.was), mark.seq, mark.attempted,
            ),
        )  # fmt: skip

    def _remember(self, known: QueuedMark, now: datetime) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO first_times VALUES (?, ?, ?)", (known.lesson_id, _text(known.at), _text(now))
        )

    def _first_time(self, lesson_id: str, now: datetime) -> datetime | None:
        self._connection.execute("DELETE FROM first_times WHERE undone_at < ?", (_text(now - UNDO_KEEPS),))
        row = self._connection.execute(
            "DELETE FROM first_times WHERE lesson_id = ? RETURNING completed_at", (lesson_id,)
        ).fetchone()
        return _time(row[0]) if row else None

    def dismiss(self, lesson_ids: Iterable[str]) -> None:
        """Drop marks that were refused; those that wait stay."""
        with writing(self._connection):
            self._connection.executemany(
                "DELETE FROM marks WHERE lesson_id = ? AND refusal IS NOT NULL", [(each,) for each in lesson_ids]
            )

    # --- for the sender ---------------------------------------------------------------------------------------

    def begin_sending(self, limit: int) -> list[QueuedMark]:
        """The oldest marks that wait, noted as sent; the epoch is odd until `end_sending`."""
        with writing(self._connection):
            batch = [mark for mark in self.all() if mark.refusal is None][:limit]
            self._connection.executemany(
                "UPDATE marks SET attempted = 1 WHERE lesson_id = ?", [(mark.lesson_id,) for mark in batch]
            )
            if batch and not self.epoch() % 2:
                self._next("epoch")
        return batch

    def end_sending(self) -> None:
        """The request is over, answered or not. Within the caller's transaction, if there is one."""
        if self.epoch() % 2:
            self._next("epoch")

    def epoch(self) -> int:
        """Odd while marks are on their way to the server, and another number after every batch.

        What the server says meanwhile may or may not contain them: it must not be counted with them.
        """
        return self._connection.execute("SELECT value FROM counters WHERE name = 'epoch'").fetchone()[0]

    def acknowledge(self, sent: QueuedMark, completed_at: datetime | None) -> None:
        """The server has the mark. If it was replaced meanwhile, the newer one stays and now changes what is so.

        Within the caller's transaction.
        """
        removed = self._connection.execute(
            "DELETE FROM marks WHERE lesson_id = ? AND seq = ?", (sent.lesson_id, sent.seq)
        )
        if not removed.rowcount:
            self.confirm(sent.lesson_id, completed_at)

    def refuse(self, sent: QueuedMark, reason: str) -> None:
        """The server refused the mark; it stays until the user has seen why. Within the caller's transaction."""
        self._connection.execute(
            "UPDATE marks SET refusal = ?, attempted = 0 WHERE lesson_id = ? AND seq = ?",
            (reason, sent.lesson_id, sent.seq),
        )

    def confirm(self, lesson_id: str, completed_at: datetime | None) -> None:
        """The server said when the lesson was completed. Within the caller's transaction."""
        self._connection.execute("UPDATE marks SET was = ? WHERE lesson_id = ?", (_text(completed_at), lesson_id))

    def _next(self, counter: str) -> int:
        return self._connection.execute(
            "UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", (counter,)
        ).fetchone()[0]


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
