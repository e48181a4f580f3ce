"""One test run: what it makes of secrets, and what is printed and logged in it."""

from __future__ import annotations

import logging
import os
import re
from contextlib import contextmanager
from itertools import count
from traceback import walk_stack
from typing import TYPE_CHECKING

from backend.redaction import redacted
from tests.secrecy.known import Secrets
from tests.secrecy.places import SHOWS_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

SECRETS = Secrets()
_PROGRAM = ("api_client", "backend", "screens", "tui", "widgets")
_LOGGERS = (*_PROGRAM, "keyring", "uvicorn")
"""At their most talkative. Not SQLAlchemy, which would write out every statement of the run, nor httpx: there are tests
that read what is logged, and it would log each of their requests.
"""
_folders: list[Path] = []
_numbers = count()


def printed(content: bytes, *, shows_address: bool = False) -> None:
    """Note what a program of ours has printed, to be searched at the end: its secrets may not be known yet.

    `shows_address`: it told the person their own e-mail address.
    """
    if _folders and content:
        test = re.sub(r"\W+", "_", os.environ.get("PYTEST_CURRENT_TEST", "").rpartition("::")[2])[:80]
        ending = SHOWS_ADDRESS if shows_address else ".txt"
        (_folders[-1] / f"{next(_numbers)}_{test}{ending}").write_bytes(content)


@contextmanager
def recorded(folder: Path) -> Generator[None]:
    """Keep what is printed and logged within, in files of a folder."""
    handler = logging.FileHandler(folder / "log.txt", encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(_Formatter())
    handler.addFilter(_is_ours)
    handler.addFilter(lambda _: _folders[-1] == folder)  # the test of this very thing logs an address within its own
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.level for logger in loggers]
    logging.getLogger().addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    _folders.append(folder)
    try:
        yield
    finally:
        _folders.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


class _Formatter(logging.Formatter):
    """What an exception quotes is nobody's intention: the program takes it out wherever it writes a log."""

    def format(self, record: logging.LogRecord) -> str:
        failure = redacted(self.formatException(record.exc_info)) if record.exc_info else ""
        return f"{record.levelname} {record.name}: {record.getMessage()}\n{failure}"


def _is_ours(record: logging.LogRecord) -> bool:
    """Not what a test's own browser makes httpx log: a browser is sent to the address with the code."""
    if not record.name.startswith("http"):
        return True
    return any(frame.f_globals.get("__name__", "").partition(".")[0] in _PROGRAM for frame, _ in walk_stack(None))
