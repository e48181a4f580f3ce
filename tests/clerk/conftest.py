"""The emulator for its own tests: one a module, as at the beginning for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.clerk.client import PlainClient
from tests.clerk.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="module")
def shared() -> Generator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def clerk(shared: Emulator) -> Emulator:
    shared.reset()
    return shared


@pytest.fixture
def client(clerk: Emulator) -> Generator[PlainClient]:
    with httpx.Client(base_url=clerk.issuer, trust_env=False, timeout=30) as http:
        yield PlainClient(http, clerk.client_id)
