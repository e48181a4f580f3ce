"""From a mark to the disk, and from a mark to the server, beside a bare commit of SQLite on the same disk."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from api_client.documents import outline
from api_client.library import Library
from bench.data import Shape, create_home
from bench.report import milliseconds, of_medians, p95, show, times
from tui.embedded import embedded_target

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 100
LONG = ("Long", 10, 30)


def run() -> None:
    with TemporaryDirectory(prefix="syllabus-bench-") as folder:
        (course_id,) = create_home(Path(folder) / "home", Shape(100), [LONG])
        bare, durable, sent = asyncio.run(_measure(Path(folder) / "home/.local/share/syllabus", course_id))
    show(
        f"Marks · {ROUNDS} lessons, one after the other, embedded backend",
        ("", "p50", "p95", "ratio of medians"),
        [
            ("SQLite alone: one row, durable", milliseconds(median(bare)), milliseconds(p95(bare)), ""),
            _row("mark → durable (Library.mark)", durable, bare),
            _row("mark → sent and answered", sent, bare),
        ],
    )


async def _measure(folder: Path, course_id: str) -> tuple[list[float], list[float], list[float]]:
    library = Library(embedded_target(folder), folder / "library")
    library.start()
    bare: list[float] = []
    durable: list[float] = []
    sent: list[float] = []
    try:
        course = (await library.fetch(outline(course_id))).value
        assert course
        lessons = [str(lesson.id) for section in course.sections for lesson in section.lessons]
        await library.mark(lessons[:1], completed=True)
        await library.send()
        with closing(_bare_file(folder / "bare.db")) as file:
            for number, lesson_id in enumerate(lessons[1 : ROUNDS + 1]):
                bare.append(_commit(file, number))
                begun = time.perf_counter()
                await library.mark([lesson_id], completed=True)
                durable.append(time.perf_counter() - begun)
                await library.send()
                sent.append(time.perf_counter() - begun)
    finally:
        library.close()
    return bare, durable, sent


def _bare_file(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE marks (id, at)"):
        file.execute(statement)
    return file


def _commit(file: sqlite3.Connection, number: int) -> float:
    begun = time.perf_counter()
    file.execute("INSERT INTO marks VALUES (?, ?)", (number, begun))
    return time.perf_counter() - begun


def _row(what: str, seconds: Sequence[float], beside: Sequence[float]) -> tuple[str, ...]:
    return what, milliseconds(median(seconds)), milliseconds(p95(seconds)), times(of_medians(seconds, beside))
