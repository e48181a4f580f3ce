"""Where Syllabus keeps its files: the XDG folders, or what the platform has instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one person; none of them is made here."""

    config: Path
    data: Path
    """Courses of this computer, and the cache and queue of every server: the queue must survive a cleaned cache."""
    state: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """The settings, TOML."""
        return self.config / "config.toml"

    @property
    def library(self) -> Path:
        """The files of cache and queue."""
        return self.data / "library"


def default_folders() -> Folders:
    """The folders as the environment and the platform say."""
    from platformdirs import PlatformDirs

    places = PlatformDirs("syllabus", appauthor=False)
    return Folders(
        config=places.user_config_path,
        data=places.user_data_path,
        state=places.user_state_path,
        cache=places.user_cache_path,
    )
