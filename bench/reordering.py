"""From a key to its frame while lessons of a long course are grabbed, moved and dropped, in a real terminal."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.data import Shape, create_home
from bench.key_figures import Figures, press, row, show_keys
from bench.keys import DOWN, END, ENTER, HOME, LONG
from bench.start import FRAME
from bench.terminal import SYLLABUS, Program

ROUNDS = 15
STEPS = 5
"""How far a lesson is moved each time by one key after the other."""
SETTLED = 3.0
"""Seconds without output after which the server's answer counts as drawn."""

GRAB, DROP, NUDGE, SAVE = "m", ENTER, "\x1b[1;3A", "\x1bOQ"
CURSOR = {
    "down (move)": "down (cursor)",
    "home (to the beginning)": "home (cursor)",
    "end (to the end)": "end (cursor)",
}
"""What the same key costs where it moves nothing but the cursor."""


def run() -> None:
    with TemporaryDirectory(prefix="syllabus-bench-") as folder:
        home = Path(folder)
        create_home(home, Shape(10), [LONG])
        with Program(SYLLABUS, home) as program:
            program.until(FRAME)
            program.settle()
            _open(program)
            figures: Figures = {}
            for _ in range(ROUNDS):
                _reorder(program, figures)
    rows = [row(key, figures, key, {key: figures[CURSOR[key]]} if key in CURSOR else None) for key in figures]
    show_keys("Keys that reorder a course of 5,000 lessons", rows, "ratio: of the medians, to that of the cursor")


def _open(program: Program) -> None:
    """The last of the admin's courses, all of it unfolded."""
    program.send("5")
    program.settle(SETTLED)
    program.send(END, ENTER)
    program.settle(SETTLED)
    program.send("=", HOME)


def _reorder(program: Program, figures: Figures) -> None:
    """The second lesson goes to the end, is moved once more, and is saved there."""
    program.send(HOME)
    press(program, "end (cursor)", END, figures)
    press(program, "home (cursor)", HOME, figures)
    press(program, "down (cursor)", DOWN, figures)
    program.send(DOWN)
    press(program, "m (grab)", GRAB, figures)
    for _ in range(STEPS):
        press(program, "down (move)", DOWN, figures)
    press(program, "l (into the next section)", "l", figures)
    press(program, "home (to the beginning)", HOME, figures)
    press(program, "end (to the end)", END, figures)
    press(program, "enter (drop)", DROP, figures)
    press(program, "alt+up (move without grabbing)", NUDGE, figures)
    press(program, "u (undo)", "u", figures)
    press(program, "U (redo)", "U", figures)
    press(program, "f2 (save)", SAVE, figures)
    program.settle(SETTLED)
