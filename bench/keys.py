"""From a key to its frame, in a real terminal, in catalogs and in an outline of very different sizes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.data import Shape, create_home
from bench.report import milliseconds, p95, show, times
from bench.terminal import SYLLABUS, Program

SIZES = (10, 1_000, 10_000)
ROUNDS = 20
LONG = ("Zymurgy", 50, 100)
"""A course whose name is not like the others', with 50 sections of 100 lessons."""
TARGET = 0.016

DOWN, UP, PAGE_DOWN, END, HOME, ENTER = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[F", "\x1b[H", "\r"
BACKSPACE = "\x7f"
CATALOG: dict[str, tuple[str, ...]] = {
    "down": (DOWN,),
    "page down": (PAGE_DOWN,),
    "end": (END,),
    "home": (HOME,),
    "filter: a letter typed": ("l", "o", "g", "i"),
    "filter: a letter taken back": (BACKSPACE,) * 4,
    "f (status)": ("f",),
    "s (sort)": ("s",),
}
OUTLINE: dict[str, tuple[str, ...]] = {
    "down": (DOWN,),
    "page down": (PAGE_DOWN,),
    "end": (END,),
    "home": (HOME,),
    "space (complete)": (DOWN, " "),
    "- (fold all)": ("-",),
    "= (unfold all)": ("=",),
}

Figures = dict[str, tuple[list[float], list[float]]]
"""By key: the seconds to the first frame after it, and to the last that it caused."""


def run() -> None:
    with TemporaryDirectory(prefix="syllabus-bench-") as folder, ExitStack() as stack:
        programs = {size: stack.enter_context(_open(Path(folder) / str(size), size)) for size in SIZES}
        catalog: dict[int, Figures] = {size: {} for size in SIZES}
        # A size after the other in each round: what else the machine does meets them all.
        for _ in range(ROUNDS):
            for size, program in programs.items():
                _press_all(program, catalog[size])
        rows = [_row(f"{size:,} courses · {key}", catalog[size], key, catalog[10]) for key in CATALOG for size in SIZES]
        _show("Keys in the catalog", rows, "ratio: of the medians, to that of 10 courses")
        outline = _in_outline(programs[SIZES[0]])
        _show("Keys in an outline of 5,000 lessons", [_row(key, outline, key) for key in OUTLINE])


def _open(home: Path, size: int) -> Program:
    create_home(home, Shape(size), [LONG])
    program = Program(SYLLABUS, home)
    program.until("00000")
    program.settle()
    return program


def _press_all(program: Program, figures: Figures) -> None:
    for key in ("down", "page down", "end", "home", "f (status)", "s (sort)"):
        _press(program, key, CATALOG[key], figures)
    program.press("/")
    for key in ("filter: a letter typed", "filter: a letter taken back"):
        _press(program, key, CATALOG[key], figures)
    program.press("\x1b")


def _press(program: Program, name: str, keys: tuple[str, ...], figures: Figures) -> None:
    first, last = figures.setdefault(name, ([], []))
    for key in keys:
        frames = program.press(key)
        if key == keys[-1] or len(set(keys)) > 2:  # what only prepares is not counted
            first.append(frames[0])
            last.append(frames[-1])


def _in_outline(program: Program) -> Figures:
    for key in ("/", *LONG[0], ENTER, ENTER):
        program.press(key)
    program.settle()
    figures: Figures = {}
    for _ in range(ROUNDS):
        program.press("=")
        program.press(HOME)
        for key in ("down", "page down", "end", "home", "space (complete)", "- (fold all)", "= (unfold all)"):
            _press(program, key, OUTLINE[key], figures)
    return figures


def _row(what: str, figures: Figures, key: str, base: Figures | None = None) -> tuple[str, ...]:
    first, last = figures[key]
    ratio = times(median(first) / median(base[key][0])) if base else ""
    met = "met" if p95(first) <= TARGET else "NOT MET"
    return (
        what,
        milliseconds(median(first)),
        milliseconds(p95(first)),
        milliseconds(median(last)),
        milliseconds(p95(last)),
        ratio,
        f"p95 ≤ 16 ms {met}",
    )


def _show(title: str, rows: list[tuple[str, ...]], note: str = "") -> None:
    columns = ("key", "frame p50", "frame p95", "settled p50", "settled p95", "ratio", "target")
    show(title, columns, rows, note)
