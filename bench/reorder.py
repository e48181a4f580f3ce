"""From a key to its frame while a row among 5,000 lessons is grabbed, moved and dropped, in a real terminal."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.data import Shape, create_home
from bench.report import milliseconds, p95, show
from bench.start import FRAME
from bench.terminal import SYLLABUS, Program

ROUNDS = 20
COURSE = ("Zymurgy", 50, 100)
"""With 50 sections of 100 lessons; the last of the list."""
TARGET = 0.016
DOWN, UP, RIGHT, HOME, END, ALT_DOWN = "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[1;3B"
KEYS = (
    ("m (grab)", "m", 1),
    ("down (grabbed)", DOWN, 5),
    ("right: the next section", RIGHT, 2),
    ("end: to the last place", END, 1),
    ("home: to the first place", HOME, 1),
    ("enter (drop)", "\r", 1),
    ("alt+down", ALT_DOWN, 2),
    ("u (undo)", "u", 2),
)

Figures = dict[str, tuple[list[float], list[float]]]
"""By key: the seconds to the first frame after it, and to the last that it caused."""


def run() -> None:
    with TemporaryDirectory(prefix="syllabus-bench-") as folder:
        home = Path(folder)
        create_home(home, Shape(10), [COURSE])
        with Program(SYLLABUS, home) as program:
            program.until(FRAME)
            program.settle()
            figures = _in_tree(program)
    rows = [_row(name, *figures[name]) for name, _, _ in KEYS]
    columns = ("key", "frame p50", "frame p95", "settled p50", "settled p95", "target")
    show("Moving a row among 5,000 lessons", columns, rows)


def _in_tree(program: Program) -> Figures:
    program.send("5")
    program.settle()
    program.send(END, "\r")
    program.settle()
    figures: Figures = {}
    for _ in range(ROUNDS):
        program.send(HOME, DOWN, DOWN)
        for name, key, count in KEYS:
            for _ in range(count):
                _press(program, name, key, figures)
    return figures


def _press(program: Program, name: str, key: str, figures: Figures) -> None:
    first, last = figures.setdefault(name, ([], []))
    frames = program.press(key)
    first.append(frames[0])
    last.append(frames[-1])


def _row(name: str, first: list[float], last: list[float]) -> tuple[str, ...]:
    met = "met" if p95(first) <= TARGET else "NOT MET"
    return (
        name,
        milliseconds(median(first)),
        milliseconds(p95(first)),
        milliseconds(median(last)),
        milliseconds(p95(last)),
        f"p95 ≤ 16 ms {met}",
    )
