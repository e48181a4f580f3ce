"""Sales as a file for spreadsheets, in the folder that the program was started in."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from api_client.sales_csv import sales_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.models.admin import AdminPurchase


def write_new(sales: Sequence[AdminPurchase], stem: str) -> Path:
    """Write them to `stem`.csv here, else to `stem`-2.csv and so on: no file is overwritten. Raises OSError."""
    for number in count(1):
        path = Path.cwd() / (f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv")
        try:
            # For its owner alone: e-mail addresses are in it.
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        # Without the mark at its begin Excel takes UTF-8 for something else.
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            file.write(sales_csv(sales))
        return path
    raise AssertionError  # count() does not end
