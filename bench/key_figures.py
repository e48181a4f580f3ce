"""What a key costs: from its press to the frames that it causes, gathered by the name of the key."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.report import milliseconds, p95, show, times

if TYPE_CHECKING:
    from bench.terminal import Program

TARGET = 0.016

Figures = dict[str, tuple[list[float], list[float]]]
"""By key: the seconds to the first frame after it, and to the last that it caused."""


def press(program: Program, name: str, key: str, figures: Figures) -> None:
    """Press a key and note its frames under a name."""
    first, last = figures.setdefault(name, ([], []))
    frames = program.press(key)
    first.append(frames[0])
    last.append(frames[-1])


def row(what: str, figures: Figures, key: str, base: Figures | None = None) -> tuple[str, ...]:
    """A row of the table; `base` has the figures that the ratio is to."""
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


def show_keys(title: str, rows: list[tuple[str, ...]], note: str = "") -> None:
    """Print the table."""
    columns = ("key", "frame p50", "frame p95", "settled p50", "settled p95", "ratio", "target")
    show(title, columns, rows, note)
