"""From a key to its frame, in a real terminal, in catalogs and in an outline of very different sizes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.data import Shape, create_home
from bench.key_figures import Figures, press, row, show_keys
from bench.start import FRAME
from bench.terminal import SYLLABUS, Program

SIZES = (10, 1_000, 10_000)
ROUNDS = 15
LONG = ("Zymurgy", 50, 100)
"""A course whose name is not like the others', with 50 sections of 100 lessons."""

DOWN, PAGE_DOWN, END, HOME = "\x1b[B", "\x1b[6~", "\x1b[F", "\x1b[H"
ENTER, ESCAPE, BACKSPACE = "\r", "\x1b", "\x7f"
CATALOG: dict[str, str] = {
    "down": DOWN,
    "page down": PAGE_DOWN,
    "end": END,
    "home": HOME,
    "f (status)": "f",
    "s (sort)": "s",
    "a letter of the filter": "logi",
    "a letter less": BACKSPACE,
}
OUTLINE: dict[str, str] = {
    "down": DOWN,
    "space (complete)": " ",
    "page down": PAGE_DOWN,
    "end": END,
    "home": HOME,
    "- (fold all)": "-",
    "= (unfold all)": "=",
}


def run() -> None:
    with TemporaryDirectory(prefix="syllabus-bench-") as folder, ExitStack() as stack:
        programs = {size: stack.enter_context(_open(Path(folder) / str(size), size)) for size in SIZES}
        catalog: dict[int, Figures] = {size: {} for size in SIZES}
        # A size after the other in each round: what else the machine does meets them all.
        for _ in range(ROUNDS):
            for size, program in programs.items():
                _press_all(program, catalog[size])
        rows = [row(f"{key} · {size:,}", catalog[size], key, catalog[10]) for key in CATALOG for size in SIZES]
        show_keys("Keys in a catalog of so many courses", rows, "ratio: of the medians, to that of 10 courses")
        outline = _in_outline(programs[SIZES[0]])
        show_keys("Keys in an outline of 5,000 lessons", [row(key, outline, key) for key in OUTLINE])


def _open(home: Path, size: int) -> Program:
    create_home(home, Shape(size), [LONG])
    program = Program(SYLLABUS, home)
    program.until(FRAME)
    program.settle()
    return program


def _press_all(program: Program, figures: Figures) -> None:
    program.send(HOME)
    for name, count in (("down", 3), ("page down", 1), ("home", 1), ("end", 1), ("f (status)", 5), ("s (sort)", 3)):
        for _ in range(count):
            press(program, name, CATALOG[name], figures)
    program.send("/")
    for letter in CATALOG["a letter of the filter"]:
        press(program, "a letter of the filter", letter, figures)
    for _ in CATALOG["a letter of the filter"]:
        press(program, "a letter less", BACKSPACE, figures)
    program.send(ESCAPE)


def _in_outline(program: Program) -> Figures:
    program.send("/", *LONG[0], ENTER, ENTER)
    program.settle()
    figures: Figures = {}
    for _ in range(ROUNDS):
        program.send("=", HOME, DOWN)
        for name, key in OUTLINE.items():
            press(program, name, key, figures)
    return figures
