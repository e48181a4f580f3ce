"""What tests of signing in share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clerk.emulator import Emulator
from tests.screens.school import School, school

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="package")
def _opened_school(tmp_path_factory: pytest.TempPathFactory) -> Generator[School]:  # pyright: ignore[reportUnusedFunction]  # by name
    with Emulator() as clerk, school(tmp_path_factory.mktemp("school"), clerk) as opened:
        yield opened


@pytest.fixture(name="school")
def school_as_at_the_beginning(_opened_school: School) -> School:
    """With no lesson marked, and an issuer whose page asks."""
    _opened_school.clerk.faults.clear()
    _opened_school.clerk.reset()
    _opened_school.forget_marks()
    return _opened_school
