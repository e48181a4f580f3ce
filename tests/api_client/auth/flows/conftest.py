"""One issuer and one server for all of these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api_client.auth.flows.serving import learning_server
from tests.clerk.emulator import LEARNER, Emulator

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="package")
def _emulator() -> Generator[Emulator]:  # pyright: ignore[reportUnusedFunction]  # the fixtures below take it
    with Emulator() as clerk:
        yield clerk


@pytest.fixture(scope="package")
def server(_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The origin of a server that trusts the issuer."""
    with learning_server(tmp_path_factory.mktemp("server"), _emulator) as origin:
        yield origin


@pytest.fixture
def clerk(_emulator: Emulator) -> Emulator:
    """The issuer, as new, with somebody who signs in at once."""
    _emulator.faults.clear()
    _emulator.reset()
    _emulator.sign_in(LEARNER)
    return _emulator
