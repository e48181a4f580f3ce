"""A program in a real pseudo-terminal: what it draws is read from an emulated screen, keys and mouse go in as bytes.

Textual's pilot hands events to widgets itself; what a terminal sends, and what reaches it, only this shows.
"""

from __future__ import annotations

import os
import re
import signal
import time
import warnings
from typing import TYPE_CHECKING, Self

import pexpect
import pyte

from tests.secrecy.run import printed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "alt+up": "\x1b[1;3A",
    "alt+down": "\x1b[1;3B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f4": "\x1bOS",
    "ctrl+o": "\x0f",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
    "backspace": "\x7f",
}
LEFT, LEFT_MOVING, WHEEL_UP, WHEEL_DOWN = 0, 32, 64, 65
"""Buttons, as SGR mouse reports number them."""
# The emulator prints these as text: keyboard protocol and mode queries, and string sequences such as DCS.
_NOT_UNDERSTOOD = re.compile(
    rb"\x1b\[[<>=?][0-9;]*[$a-zA-Z]?u|\x1b\[[<>=][0-9;:]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b[P_^X].*?\x1b\\", re.DOTALL
)
_UNFINISHED = re.compile(rb"\x1b(\[[<>=?0-9;:$]*)?$|\x1b[P_^X][^\x1b]*$")
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])|\x1b\[([<>])[0-9;]*u")
_ON_AT_FIRST = frozenset({"7", "25"})
"""Private modes of a terminal that nobody has changed: lines wrap, the cursor shows."""


class Terminal:
    """Runs a program; every wait has a limit, after which the screen is in the error."""

    def __init__(
        self, command: Sequence[str], env: dict[str, str], size: tuple[int, int] = (120, 40), limit: float = 20.0
    ) -> None:
        columns, rows = size
        self.limit = limit
        self.raw = bytearray()
        """Everything that the program wrote, unaltered."""
        self._pending = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        with warnings.catch_warnings():
            # Python 3.12 and later warn of a fork beside other threads; the child only replaces itself.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child: pexpect.spawn[bytes] = pexpect.spawn(
                command[0], list(command[1:]), env={**environment, **env}, dimensions=(rows, columns), timeout=limit
            )
        self._child.delaybeforesend = None  # type: ignore[assignment]  # None is its documented "no delay"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._child.close(force=True)
        printed(bytes(self.raw))

    @property
    def pid(self) -> int:
        """The program's process."""
        return int(self._child.pid or 0)

    def read(self, seconds: float = 0.05) -> bool:
        """Take what the program wrote; whether it still runs."""
        try:
            data = self._child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        data = self._pending + data
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        self._pending = data[cut:]
        self._stream.feed(_NOT_UNDERSTOOD.sub(b"", data[:cut]))
        return True

    @property
    def lines(self) -> list[str]:
        """The screen, a text a line."""
        # pyte's own `display` fails on the half of a wide character whose other half was drawn over.
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        return ["".join(row[column].data for column in range(self._screen.columns)).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines)

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Read until a condition holds; AssertionError with the screen where it never does."""
        deadline = time.monotonic() + self.limit
        while not condition():
            running = self.read()
            assert condition() or running, f"the program ended ({self._exit_code()}) before {what}\n{self.text}"
            assert time.monotonic() < deadline, f"never {what}\n{self.text}"

    def wait_for(self, *texts: str) -> None:
        """Wait until all of these are on the screen at once."""
        self.wait(lambda: all(text in self.text for text in texts), f"{texts} on the screen")

    def wait_gone(self, text: str) -> None:
        """Wait until a text is no longer on the screen."""
        self.wait(lambda: text not in self.text, f"{text!r} gone from the screen")

    def wait_exit(self) -> int:
        """Wait until the program ends; its exit code, negative for a signal."""
        deadline = time.monotonic() + self.limit
        while self.read():
            assert time.monotonic() < deadline, f"it still runs\n{self.text}"
        return self._exit_code()

    def _exit_code(self) -> int:
        self._child.wait()
        status = self._child.exitstatus
        return status if status is not None else -int(self._child.signalstatus or 0)

    def press(self, *keys: str) -> None:
        """Press keys, by name or as the character itself."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def find(self, text: str) -> tuple[int, int]:
        """Column and row of a text, once it is on the screen: a program draws one part after another."""
        self.wait_for(text)
        row = next(row for row, line in enumerate(self.lines) if text in line)
        return self.lines[row].index(text), row

    def click(self, column: int, row: int) -> None:
        """Press and release the left button."""
        self._mouse(LEFT, column, row, "M")
        self._mouse(LEFT, column, row, "m")

    def click_on(self, text: str) -> None:
        """Click on the first cell of a text."""
        self.click(*self.find(text))

    def double_click_on(self, text: str) -> None:
        """Click twice on the first cell of a text."""
        column, row = self.find(text)
        self.click(column, row)
        self.click(column, row)

    def grab(self, column: int, row: int) -> None:
        """Press the left button and hold it."""
        self._mouse(LEFT, column, row, "M")

    def drag(self, column: int, row: int) -> None:
        """Move the mouse with the left button held."""
        self._mouse(LEFT_MOVING, column, row, "M")

    def release(self, column: int, row: int) -> None:
        """Release the left button."""
        self._mouse(LEFT, column, row, "m")

    def wheel(self, column: int, row: int, notches: int) -> None:
        """Turn the wheel, down where `notches` is positive."""
        for _ in range(abs(notches)):
            self._mouse(WHEEL_DOWN if notches > 0 else WHEEL_UP, column, row, "M")

    def _mouse(self, button: int, column: int, row: int, end: str) -> None:
        """An SGR mouse report; `end` is `M` for pressed and `m` for released."""
        self._child.send(f"\x1b[<{button};{column + 1};{row + 1}{end}")

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    @property
    def changed_modes(self) -> set[str]:
        """What the program changed of the terminal and has not put back: numbers of private modes, and `kitty`."""
        on = set(_ON_AT_FIRST)
        keyboards = 0
        for modes, switch, keyboard in _MODE.findall(bytes(self.raw)):
            numbers = set(modes.decode().split(";")) - {""}
            on = on | numbers if switch == b"h" else on - numbers
            keyboards = max(0, keyboards + {b">": 1, b"<": -1, b"": 0}[keyboard])
        return (on ^ _ON_AT_FIRST) | ({"kitty"} if keyboards else set[str]())

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> int:
        """Take the terminal away, as closing its window does, and wait until the program ends; its exit code."""
        self._child.ptyproc.fileobj.close()  # pyright: ignore[reportAttributeAccessIssue]  # the stubs leave it out
        return self._exit_code()

    def kill(self) -> None:
        """End the program as a power cut would: SIGKILL."""
        self._child.kill(signal.SIGKILL)
        self.wait_exit()
