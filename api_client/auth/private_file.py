"""Files that their owner alone can read, replaced in one step."""

from __future__ import annotations

import os
from contextlib import suppress
from glob import escape
from tempfile import mkstemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Create a folder for its owner alone; one that exists is left as it is. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_private(path: Path, content: bytes) -> None:
    """Replace a file with one of mode 0600: a reader sees the old or the new one, also after a crash. Raises OSError.

    A link in its place is replaced, not followed.
    """
    descriptor, draft = mkstemp(dir=path.parent, prefix=f".{path.name}-")  # with mode 0600
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  # it is open already
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)  # noqa: PTH105  # the name is text already
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)  # noqa: PTH108
        raise
    _sync_folder(path.parent)


def delete_drafts(path: Path) -> None:
    """Delete what a process that was killed left of a write. Only where nobody writes meanwhile. Raises OSError."""
    for draft in path.parent.glob(f".{escape(path.name)}-*"):
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system can."""
    with suppress(OSError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
