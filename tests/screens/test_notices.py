"""What the user has to be told of the file of cache and queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.screens.running import running, shown

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_file_that_was_set_aside_is_named(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, "synced")
    (file,) = (tmp_path / "library").glob("*.sqlite3")
    for part in (tmp_path / "library").glob("*.sqlite3-*"):
        part.unlink()
    file.write_bytes(b"this is no database at all" * 400)
    async with running(tmp_path) as pilot:
        await shown(pilot, "aside")
        await shown(pilot, "Linear Algebra")
