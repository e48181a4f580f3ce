"""Tables of figures, with the ratio that counts and its target."""

from __future__ import annotations

from statistics import median, quantiles
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[str, ...]


def show(title: str, columns: Sequence[str], rows: Sequence[Row], note: str = "") -> None:
    """Print a table; all columns but the first are figures."""
    table = Table(title=title, title_justify="left", title_style="bold", caption=note, caption_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index else "left")
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table, "", markup=False)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def times(ratio: float) -> str:
    return f"{ratio:.2f} ×"


def at_most(ratio: float, limit: float) -> str:
    """The target, and whether it is met."""
    return f"≤ {limit:g} × {'met' if ratio <= limit else 'NOT MET'}"


def at_least(ratio: float, limit: float) -> str:
    """The target, and whether it is met."""
    return f"≥ {limit:g} × {'met' if ratio >= limit else 'NOT MET'}"


def p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def of_medians(values: Sequence[float], base: Sequence[float]) -> float:
    """The ratio of two medians."""
    return median(values) / median(base)
