"""What holds for every test: nothing of the person who runs them is read or written."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.secrecy import run
from tests.secrecy.places import leaks
from tests.secrecy.sources import listen

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

listen(run.SECRETS)
# How long an example takes says how busy the machine is.
settings.register_profile("patient", parent=settings(), deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the soaks last."""
    parser.addoption("--soak-seconds", type=float, default=3.0, help="seconds of the soaks of marks and of orders (3)")
    parser.addoption("--soak-rounds", type=int, default=10, help="rounds of the soak of sessions (10)")


def pytest_collection_finish() -> None:
    """What the tests' modules made is no garbage: looking through it took a quarter of the time of tests of screens."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  # autouse
    """An empty home, and none of our own settings in the environment."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in [*_FOLDERS, *(name for name in os.environ if name.startswith("SYLLABUS_"))]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _no_secret_is_left(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Generator[None]:  # pyright: ignore[reportUnusedFunction]  # autouse
    """At the end of each worker's run, look for every secret of it in whatever was written, printed and logged."""
    assert pytestconfig.getini("tmp_path_retention_policy") == "all", "nothing would be left to look at"
    with run.recorded(tmp_path_factory.mktemp("said")):
        yield
    folder = tmp_path_factory.getbasetemp()
    found = "\n".join(leaks(folder, run.SECRETS))
    assert not found, f"secrets below {folder}:\n{found}"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what was printed in this process."""
    for name, text in report.sections:
        if "std" in name:
            run.printed(text.encode(errors="backslashreplace"))
