"""Where our own log goes: to a file, for in a terminal it would be written over the interface."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1_000_000
"""Bytes, after which a new file is begun; one old file is kept."""


def log_to(folder: Path) -> None:
    """Send what is logged from now on to `syllabus.log` in the folder; it is made when there is something to write."""
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "syllabus.log"
        handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    # What cannot be logged, on a full disk for one, is not worth a traceback on the screen.
    logging.raiseExceptions = False
