"""What holds for every test: nothing of the person who runs them is read or written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the soaks last."""
    parser.addoption("--soak-seconds", type=float, default=5.0, help="seconds of the soak of marks (5)")
    parser.addoption("--soak-rounds", type=int, default=10, help="rounds of the soak of sessions (10)")


_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  # autouse
    """An empty home, and none of our own settings in the environment."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in [*_FOLDERS, *(name for name in os.environ if name.startswith("SYLLABUS_"))]:
        monkeypatch.delenv(name, raising=False)
