"""Resident memory of the program, beside that of a bare Textual app."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.data import Shape, create_home
from bench.report import show, times
from bench.start import BARE_FRAME, BARE_PROGRAM, FRAME
from bench.terminal import SYLLABUS, Program

SIZE = 10_000
DOWN, END, HOME, ENTER, ESCAPE = "\x1b[B", "\x1b[F", "\x1b[H", "\r", "\x1b"
ROUND = (DOWN, END, HOME, ENTER, DOWN, END, ENTER, ESCAPE, ESCAPE, "3", "1", "w", ESCAPE, "?", ESCAPE, "\x10", ESCAPE)
"""Keys that lead through the catalog, an outline, a lesson, the progress, the queue, the help and the palette."""


def run() -> None:
    with TemporaryDirectory(prefix="syllabus-bench-") as folder:
        demo, large = Path(folder) / "demo", Path(folder) / "large"
        demo.mkdir()
        create_home(large, Shape(SIZE))
        with Program(BARE_PROGRAM, demo) as program:
            program.until(BARE_FRAME)
            program.settle()
            bare = program.resident()
        rows = [("bare Textual app", "", _megabytes(bare), "")]
        for name, home in (("demo catalog", demo), (f"{SIZE:,} courses", large)):
            rows += _measure(name, home, bare)
    show("Resident memory", ("", "", "MB", "ratio"), rows)


def _measure(name: str, home: Path, bare: int) -> list[tuple[str, ...]]:
    with Program(SYLLABUS, home) as program:
        program.until(FRAME)
        first = program.resident()
        program.settle()
        settled = program.resident()
        program.send(*ROUND)
        program.settle()
        visited = program.resident()
    moments = (("first frame", first), ("all synchronized", settled), ("everything visited once", visited))
    return [(name, moment, _megabytes(size), times(size / bare)) for moment, size in moments]


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f}"
