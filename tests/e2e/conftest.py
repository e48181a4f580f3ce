"""The whole program in a pseudo-terminal, in a home that is a copy of one filled once."""

from __future__ import annotations

from contextlib import ExitStack
from shutil import copytree
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.terminal import Terminal
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Start(Protocol):
    """Starts Syllabus in a terminal; keywords are environment variables."""

    def __call__(self, *arguments: str, size: tuple[int, int] = (120, 40), **environment: str) -> Terminal: ...


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after its first start, with the demo catalog in database and cache; to be copied."""
    home = Home(tmp_path_factory.mktemp("demo"))
    assert home.run("courses").code == 0
    return home


@pytest.fixture
def home(demo_home: Home, tmp_path: Path) -> Home:
    """A home of the test's own, with the demo catalog."""
    folder = tmp_path / "person"
    copytree(demo_home.folder, folder)
    return Home(folder)


@pytest.fixture
def start(home: Home) -> Iterator[Start]:
    """Starts Syllabus in the test's home; whatever still runs afterwards is ended."""
    with ExitStack() as running:

        def start(*arguments: str, size: tuple[int, int] = (120, 40), **environment: str) -> Terminal:
            terminal = Terminal(home.command(*arguments), home.environment | environment, size=size)
            return running.enter_context(terminal)

        yield start
