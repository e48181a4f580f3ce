"""A text that was edited in another program."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class EditedText:
    """What the editor left. Its file stays until it is discarded, so that neither a refusal nor a crash loses it."""

    text: str
    path: Path
    """The file, alone in a folder with what else the editor wrote beside it."""

    def discard(self) -> None:
        """The text is saved, or not wanted any more: delete its folder, with the editor's backups in it."""
        shutil.rmtree(self.path.parent, ignore_errors=True)
