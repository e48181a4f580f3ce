"""Commands in processes forked from one that has imported everything: nine tenths of a command's time are imports.

Each is a process with an environment, a folder and files of its own, as a shell would start it. What the interpreter
takes from its environment as it starts can't be given to one that runs already.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

LIMIT = 60.0
"""Seconds after which a command is ended."""
INTERPRETER = [sys.executable, "-P", "-W", "error"]
_FILES = ("in", "out", "err")
_READ_AT_START = re.compile("PYTHON(?!_KEYRING_BACKEND)|LANG|LC_")


@dataclass(frozen=True)
class Ended:
    """The exit code, negative for a signal, and what was written."""

    code: int
    out: bytes
    err: bytes


def can_take(environment: Mapping[str, str], base: Mapping[str, str]) -> bool:
    """Whether a process that was started in `base` can do as if it had been started in `environment`."""

    def read_at_start(variables: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in variables.items() if _READ_AT_START.match(name)}

    return hasattr(os, "fork") and read_at_start(environment) == read_at_start(base)


class Warm:
    """The process that is forked, as its parent sees it; one command at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it in an environment; it ends with this process."""
        ours, theirs = socket.socketpair()
        self._turn = Lock()
        self._channel = ours.makefile("rw", encoding="utf-8")
        command = [*INTERPRETER, "-m", "tests.warm", str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
        )  # fmt: skip
        theirs.close()
        ours.settimeout(LIMIT)
        ours.close()  # the file keeps it open
        atexit.register(self._end)

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, typed: bytes = b"") -> Ended:
        """Run Syllabus with arguments; `typed` is what it can read. AssertionError if it does not end."""
        with self._turn, TemporaryDirectory() as name:
            files = [Path(name) / file for file in _FILES]
            files[0].write_bytes(typed)
            request = {
                "arguments": list(arguments), "environment": dict(environment), "folder": str(folder),
                "files": [str(file) for file in files],
            }  # fmt: skip
            code = self._ask(request)
            return Ended(code, files[1].read_bytes(), files[2].read_bytes())

    def _ask(self, request: dict[str, Any]) -> int:
        self._channel.write(json.dumps(request) + "\n")
        self._channel.flush()
        pid = int(self._channel.readline())
        try:
            return int(self._channel.readline())
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise AssertionError(f"{request['arguments']} did not end") from None

    def _end(self) -> None:
        self._channel.close()
        self._process.wait()


def _serve(channel: IO[str]) -> None:
    """Fork a process for each line; answer with its id and, when it has ended, its exit code."""
    for line in channel:
        request = json.loads(line)
        pid = os.fork()
        if not pid:
            _become(**request)
        channel.write(f"{pid}\n")
        channel.flush()
        _, status = os.waitpid(pid, 0)
        channel.write(f"{os.waitstatus_to_exitcode(status)}\n")
        channel.flush()


def _become(arguments: list[str], environment: dict[str, str], folder: str, files: list[str]) -> NoReturn:
    """Be a new process in which somebody runs Syllabus."""
    for number, file in enumerate(files):
        opened = os.open(file, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.argv[1:] = arguments
    from tui.cli import main

    sys.exit(main())


def _import_everything() -> None:
    """What a command may import, and an application: its first one makes the models."""
    import api_client
    import backend
    import tui

    for package in (tui, api_client, backend):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                import_module(module.name)
    from backend.app import create_app
    from backend.database import Database

    database = Database.open("sqlite://")
    create_app(database, identify=lambda _request: None, identity="local")
    database.close()


if __name__ == "__main__":
    _import_everything()
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, all that is shared
    with socket.socket(fileno=int(sys.argv[1])) as given, given.makefile("rw", encoding="utf-8") as lines:
        given.set_inheritable(False)
        _serve(lines)
