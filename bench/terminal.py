"""A program in a real pseudo-terminal whose output is only timed: an emulator would cost more than the program."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS, LINES = 120, 40
SYLLABUS = (str(Path(sys.executable).with_name("syllabus")),)
QUIET = 0.05
"""Seconds without output after which a key's work counts as drawn."""

_LIMIT = 60.0
_IS_SYNC_KNOWN = b"\x1b[?2026$p"
_SYNC_IS_KNOWN = b"\x1b[?2026;2$y"
_FRAME_END = b"\x1b[?2026l"


def environment(home: Path) -> dict[str, str]:
    """The environment of a person whose home is that folder."""
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


class Program:
    """A program that runs in a terminal of 120 × 40 cells."""

    def __init__(self, command: Sequence[str], home: Path, more: Mapping[str, str] | None = None) -> None:
        """`more` is what the environment has besides that of `environment`."""
        self.begun = time.perf_counter()
        """When it was started, before fork and exec."""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execve(command[0], [*command], environment(home) | dict(more or {}))
        self._output = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def until(self, text: str) -> float:
        """Seconds from the start until the text stood in the output, all of which is looked at."""
        wanted = text.encode()
        while wanted not in self._output:
            if not self._read(_LIMIT):
                raise TimeoutError(f"{text!r} never came; the output ends {bytes(self._output[-500:])!r}")
        return time.perf_counter() - self.begun

    def press(self, key: str) -> list[float]:
        """The seconds from a key to the end of each frame that was drawn until the screen stood still."""
        self._output.clear()
        begun = time.perf_counter()
        os.write(self._terminal, key.encode())
        frames: list[float] = []
        seen = 0
        while self._read(QUIET if frames else 2.0):
            ended = self._output.count(_FRAME_END)
            frames += [time.perf_counter() - begun] * (ended - seen)
            seen = ended
        if not frames:
            raise TimeoutError(f"nothing was drawn after {key!r}")
        return frames

    def send(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before has been drawn, if it changed anything."""
        for key in keys:
            os.write(self._terminal, key.encode())
            self.settle(2 * QUIET)

    def settle(self, seconds: float = 1.0) -> None:
        """Read until nothing came for that long."""
        while self._read(seconds):
            pass

    def resident(self) -> int:
        """Its memory in bytes that is not swapped out."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise LookupError("VmRSS")

    def close(self) -> None:
        """Leave it by its own key, as a person does: what is killed has files to recover at its next start."""
        os.write(self._terminal, b"\x11")
        while self._read(5.0):
            pass
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 65536)
        except OSError:  # Linux says so when the program has ended
            return False
        self._output += data
        if _IS_SYNC_KNOWN in data:
            os.write(self._terminal, _SYNC_IS_KNOWN)
        return bool(data)
