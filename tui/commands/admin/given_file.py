"""A file that a command is given, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from tui.commands.failure import Exit, Failure
from tui.commands.output import given

FILE_HELP = "a file; - is standard input"
_LARGEST = 16 * 1024 * 1024
"""Bytes: what the server takes."""


def read_file(path: str) -> str:
    """The text in a file, or on standard input for `-`. Raises Failure."""
    try:
        content = sys.stdin.buffer.read(_LARGEST + 1) if path == "-" else _content(Path(path))
    except OSError as error:
        raise Failure(f"{given(path)} cannot be read: {error.strerror}.", code=Exit.USAGE) from None
    if len(content) > _LARGEST:
        raise Failure(f"{given(path)} is larger than the 16 MiB that a server takes.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{given(path)} is not UTF-8: byte {error.start + 1} is at fault.") from None


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST + 1)
