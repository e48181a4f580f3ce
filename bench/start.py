"""From exec to the first frame and the first rows, in a real terminal, beside a bare Textual app."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.report import at_most, milliseconds, of_medians, show, times
from bench.terminal import SYLLABUS, Program, environment

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 15
FRAME = "Catalog"
ROWS = "Linear Algebra"
"""The name of a course of the demo catalog."""
BARE_FRAME = "nothing more"
BARE = f"""
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static({BARE_FRAME!r})

Bare().run()
"""
BARE_PROGRAM = (sys.executable, "-c", BARE)
PYTHON = (sys.executable, "-c", "pass")

Figures = dict[str, list[float]]


def run() -> None:
    figures: Figures = {}
    with TemporaryDirectory(prefix="syllabus-bench-") as folder:
        warm = Path(folder) / "warm"
        _start(figures, "first", warm)
        figures.clear()
        for number in range(ROUNDS):
            _bare(figures, warm)
            _start(figures, "warm", warm)
            _start(figures, "cold", Path(folder) / f"cold-{number}")
            for _ in range(3):
                _commands(figures, warm)
    show(
        f"Start · medians of {ROUNDS} rounds",
        ("", "median", "beside", "ratio", "target"),
        [
            _row(figures, "bare Textual: first frame"),
            _row(figures, "warm: first frame", "bare Textual: first frame"),
            _row(figures, "warm: first rows", "bare Textual: first frame", 1.3),
            _row(figures, "cold: first frame", "bare Textual: first frame"),
            _row(figures, "cold: first rows", "bare Textual: first frame", 6),
            _row(figures, "python -c pass"),
            _row(figures, "syllabus --version", "python -c pass", 3),
            _row(figures, "syllabus --help", "python -c pass"),
            _row(figures, "syllabus next --short", "python -c pass"),
        ],
        "warm: courses are cached. cold: an empty HOME, the database is made and filled.",
    )


def _row(figures: Figures, what: str, beside: str = "", limit: float | None = None) -> tuple[str, ...]:
    if not beside:
        return what, milliseconds(median(figures[what])), "", "", ""
    ratio = of_medians(figures[what], figures[beside])
    target = at_most(ratio, limit) if limit else ""
    return what, milliseconds(median(figures[what])), beside, times(ratio), target


def _bare(figures: Figures, home: Path) -> None:
    with Program(BARE_PROGRAM, home) as program:
        _note(figures, "bare Textual: first frame", program.until(BARE_FRAME))


def _start(figures: Figures, kind: str, home: Path) -> None:
    home.mkdir(exist_ok=True)
    with Program(SYLLABUS, home) as program:
        _note(figures, f"{kind}: first frame", program.until(FRAME))
        _note(figures, f"{kind}: first rows", program.until(ROWS))
        program.settle(0.3)


def _commands(figures: Figures, home: Path) -> None:
    _note(figures, "python -c pass", _seconds(PYTHON, home))
    for option in ("--version", "--help", "next --short"):
        _note(figures, f"syllabus {option}", _seconds((*SYLLABUS, *option.split()), home))


def _seconds(command: Sequence[str], home: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=environment(home), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def _note(figures: Figures, what: str, seconds: float) -> None:
    figures.setdefault(what, []).append(seconds)
