"""The real backend for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api_client.world import World

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> Generator[World]:
    """A backend without courses, and a learner."""
    world = World.make(tmp_path)
    yield world
    world.database.close()
