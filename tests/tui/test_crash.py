from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.terminal import Terminal
from tui.crash import report_text, write_report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Home

SECRET = "tok_9a8b7c6d5e"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyXzEyMyJ9.c2lnbmF0dXJl"


def hidden_words() -> str:
    return "-".join(("hidden", "local"))


def fail(code: str) -> None:
    kept = f"local {code}"
    raise ValueError(f"no {len(kept)}")


def caught(message: str) -> BaseException:
    try:
        try:
            fail(code=hidden_words())
        except ValueError as cause:
            raise RuntimeError(message) from cause
    except RuntimeError as error:
        return error
    raise AssertionError


def test_the_report_has_the_traceback_with_its_causes_and_no_locals() -> None:
    text = report_text(caught("it broke"), {"TERM": "xterm-kitty", "SHELL": "/bin/odd"})
    assert "RuntimeError: it broke" in text
    assert "ValueError: no 18" in text
    assert "in fail" in text
    assert "fail(code=hidden_words())" in text
    assert "TERM=xterm-kitty" in text
    assert "hidden-local" not in text
    assert "/bin/odd" not in text


@pytest.mark.parametrize(
    "secret",
    [
        SECRET,
        "ana.b+c@mail.example.com",
        JWT,
        "hunter2",
        "0123456789abcdef0123456789abcdef01234567",
        "/home/ana/",
        "Splx1OBeZQ",
        "oat_short",
        "BCDF-GHJK",
    ],
)
def test_the_report_gives_nobody_away(secret: str) -> None:
    environment = {"SYLLABUS_TOKEN": SECRET, "HOME": "/home/ana"}
    message = (
        f"GET https://ana:hunter2@learn.example.com/ Authorization: Bearer {JWT} {SECRET} in /home/ana/x "
        "<ana.b+c@mail.example.com> 0123456789abcdef0123456789abcdef01234567 GET /callback?code=Splx1OBeZQ&state=x "
        "{'access_token': 'oat_short'} user_code: BCDF-GHJK exit code: 1"
    )
    text = report_text(caught(message), environment)
    assert secret not in text
    assert "learn.example.com" in text
    assert "exit code: 1" in text


def test_only_its_owner_can_read_the_report(tmp_path: Path) -> None:
    path = write_report(caught("it broke"), tmp_path / "state", {})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "it broke" in path.read_text(encoding="utf-8")


PROGRAM = """
import sys, tty
from pathlib import Path
from tests.terminal import Terminal
from tui.crash import guarded

def interface():
    tty.setraw(0)
    sys.stdout.write("\\x1b[?1049h\\x1b[?25l\\x1b[?1003h ready")
    sys.stdout.flush()
    if sys.stdin.read(1) == "x":
        raise RuntimeError("it broke")
    return 0

sys.exit(guarded(interface, Path(sys.argv[1])))
"""


@pytest.fixture
def terminal(home: Home) -> pexpect.spawn[str]:
    """The program in a shell's terminal, which says afterwards how it finds it."""
    script = home.folder / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    line = f"{sys.executable} -P {script} {home.folder}/state; echo code $?; stty -a; echo end"
    return pexpect.spawn("/bin/sh", ["-c", line], env=home.environment, encoding="utf-8", timeout=20)


@pytest.mark.pty
def test_a_crash_leaves_the_terminal_whole_and_names_the_report(home: Home, terminal: pexpect.spawn[str]) -> None:
    terminal.expect_exact("ready")
    terminal.send("x")
    terminal.expect_exact("\r\nend")
    after = terminal.before or ""
    (report,) = (home.folder / "state").glob("crash-*.txt")
    assert "?1049l" in after
    assert "?1003l" in after
    assert "?25h" in after
    assert f"A report is in {report}" in after
    assert "code 1" in after
    assert " echo" in after
    assert " icanon" in after
    assert "it broke" in report.read_text(encoding="utf-8")


@pytest.mark.pty
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_leaves_the_terminal_whole(terminal: pexpect.spawn[str], number: signal.Signals) -> None:
    terminal.expect_exact("ready")
    (child,) = subprocess.run(
        ["pgrep", "-P", str(terminal.pid)], capture_output=True, text=True, check=True
    ).stdout.split()
    os.kill(int(child), number)
    terminal.expect_exact("\r\nend")
    after = terminal.before or ""
    assert f"code {128 + number}" in after
    assert "?1049l" in after
    assert " icanon" in after


FAILING = """
import sys
from textual import work
from tui.app import SyllabusApp
from tui.cli import main

def fail():
    kept = "-".join(("hidden", "local"))
    raise RuntimeError(f"it broke {len(kept)}")

async def fail_in_worker(self):
    fail()

SyllabusApp.action_show_help = lambda self: fail()
SyllabusApp.action_show_queue = work(fail_in_worker)
sys.exit(main())
"""


def test_a_command_that_fails_names_a_report(home: Home) -> None:
    script = home.folder / "program.py"
    script.write_text(
        "import sys, tui.commands.find\ntui.commands.find.pick = None\nfrom tui.cli import main\nsys.exit(main())",
        encoding="utf-8",
    )
    line = [sys.executable, "-P", str(script), "outline", "x"]
    done = subprocess.run(line, env=home.environment, capture_output=True, text=True, check=False)
    (report,) = (home.folder / ".local/state/syllabus").glob("crash-*.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(f"  A report is in {report}\n")
    assert "'NoneType' object is not callable" in report.read_text(encoding="utf-8")


@pytest.mark.pty
@pytest.mark.parametrize("key", ["?", "w"])
def test_a_crash_of_the_interface_shows_no_locals(home: Home, key: str) -> None:
    script = home.folder / "program.py"
    script.write_text(FAILING, encoding="utf-8")
    with Terminal([sys.executable, "-P", str(script)], home.environment) as terminal:
        terminal.wait_for("Linear Algebra")
        terminal.press(key)
        assert terminal.wait_exit() == 1
    after = terminal.raw.decode().rpartition("\x1b[?1049l")[2]
    (report,) = (home.folder / ".local/state/syllabus").glob("crash-*.txt")
    assert f"it failed (RuntimeError), and what was marked is saved.\r\n  A report is in {report}\r\n" in after
    assert "in fail\n" in report.read_text(encoding="utf-8")
    assert "it broke 12" in report.read_text(encoding="utf-8")
    for text in (terminal.raw.decode(), report.read_text(encoding="utf-8")):
        assert "hidden-local" not in text
        assert "kept =" not in text.replace('kept = "-".join', "")
