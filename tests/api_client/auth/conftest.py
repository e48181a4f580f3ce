"""Keyrings and an issuer for the tests of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api_client.auth.simple_keyring import SimpleKeyring
from tests.clerk.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def simple_keyring(monkeypatch: pytest.MonkeyPatch) -> Generator[type[SimpleKeyring]]:
    """An empty keyring in memory, which is the configured one."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{SimpleKeyring.__module__}.{SimpleKeyring.__name__}")
    SimpleKeyring.reset()
    yield SimpleKeyring
    SimpleKeyring.reset()


@pytest.fixture(scope="module")
def _emulator() -> Generator[Emulator]:  # pyright: ignore[reportUnusedFunction]  # the fixture below takes it
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def issuer(_emulator: Emulator) -> Emulator:
    """An issuer on a port of this computer, as new."""
    _emulator.faults.clear()
    _emulator.reset()
    return _emulator
