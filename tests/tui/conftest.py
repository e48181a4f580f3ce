"""The real program in a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.secrecy.run import printed
from tests.warm import INTERPRETER, LIMIT, Ended, Warm, can_take

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(ROOT),
    "LANG": "C.UTF-8",
    "TERM": "xterm-256color",
    "TZ": "Europe/Berlin",
}


@cache
def warm() -> Warm:
    """What this process's commands are forked from."""
    return Warm(ENVIRONMENT)


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401  # any JSON there is
        return json.loads(self.out)

    @property
    def lines(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


@dataclass
class Home:
    """A person's home folder, and the program in it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self.environment = {"HOME": str(self.folder), **ENVIRONMENT, **self.environment}

    @property
    def config_file(self) -> Path:
        return self.folder / ".config/syllabus/config.toml"

    @property
    def data(self) -> Path:
        return self.folder / ".local/share/syllabus"

    def configure(self, text: str) -> None:
        self.config_file.parent.mkdir(parents=True, exist_ok=True)
        self.config_file.write_text(text, encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [*INTERPRETER, "-m", "tui.cli", *arguments]

    def run(self, *arguments: str, typed: str = "", **environment: str) -> Result:
        """Run a command in a process that has its modules already, unless its environment forbids it."""
        whole = self.environment | environment
        if not can_take(whole, ENVIRONMENT):
            return self.run_anew(*arguments, typed=typed, **environment)
        return _result(arguments, warm().run(arguments, whole, self.folder, typed.encode()))

    def run_anew(self, *arguments: str, typed: str = "", **environment: str) -> Result:
        """Run a command in a new interpreter."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment | environment,
            cwd=self.folder,
            input=typed.encode(),
            capture_output=True,
            timeout=LIMIT,
            check=False,
        )
        return _result(arguments, Ended(done.returncode, done.stdout, done.stderr))


def _result(arguments: tuple[str, ...], ended: Ended) -> Result:
    printed(ended.out, shows_address=arguments[:1] == ("whoami",))
    printed(ended.err)
    return Result(ended.code, ended.out.decode(), ended.err.decode(), ended.out + ended.err)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path)


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after its first start, with the demo catalog; for tests that mark nothing."""
    home = Home(tmp_path_factory.mktemp("home"))
    assert home.run("courses").code == 0
    return home
