"""What tests of signing in share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clerk.emulator import Emulator
from tests.screens.school import DemoSchool

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="package")
def _opened_school(tmp_path_factory: pytest.TempPathFactory) -> Generator[DemoSchool]:  # pyright: ignore[reportUnusedFunction]  # by name
    with Emulator() as clerk, DemoSchool(tmp_path_factory.mktemp("school"), clerk) as opened:
        yield opened


@pytest.fixture
def school(_opened_school: DemoSchool) -> DemoSchool:
    """As at the beginning."""
    _opened_school.reset()
    return _opened_school
