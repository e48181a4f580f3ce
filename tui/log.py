"""Where our own log goes: to a file, for in a terminal it would be written over the interface."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from backend.redaction import RedactingFormatter

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1_000_000
"""Bytes, after which a new file is begun; one old file is kept."""


def log_to(folder: Path) -> None:
    """Send what is logged from now on to `syllabus.log` in the folder; it is made when there is something to write.

    Threads that fail say so there, too.
    """
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "syllabus.log"
        handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    # What cannot be logged, on a full disk for one, is not worth a traceback on the screen.
    logging.raiseExceptions = False
    threading.excepthook = _log_failure


def _log_failure(failed: threading.ExceptHookArgs) -> None:
    """Python would write it to the terminal, with whatever the exception quotes."""
    if failed.exc_value is not None:
        name = failed.thread.name if failed.thread else "unknown"
        logging.getLogger(__name__).critical("the thread %s failed", name, exc_info=failed.exc_value)
