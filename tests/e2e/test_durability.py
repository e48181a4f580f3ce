"""What showed as complete is complete, however the program ends; and a crash leaves the terminal whole."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal
from tests.tui.conftest import ROOT

if TYPE_CHECKING:
    from tests.e2e.conftest import Start
    from tests.tui.conftest import Home

pytestmark = pytest.mark.pty

COURSE = "Analysis"
SECRET, E_MAIL = "tok_5f4e3d2c1b0a", "ana@mail.example.com"
BROKEN = f"""
password = "a-local-{{}}".format("value")
raise RuntimeError("no help for {E_MAIL} with {SECRET}")
"""


def completed(home: Home) -> set[str]:
    """The names of the course's complete lessons."""
    outline = home.run("outline", COURSE, "--json").json
    return {lesson["name"] for section in outline["sections"] for lesson in section["lessons"] if lesson["completedAt"]}


def names(home: Home) -> list[str]:
    outline = home.run("outline", COURSE, "--json").json
    return [lesson["name"] for section in outline["sections"] for lesson in section["lessons"]]


def open_course(terminal: Terminal) -> None:
    terminal.wait_for("synced")
    terminal.press("enter")
    terminal.wait_for(f"Catalog › {COURSE}")
    terminal.wait_for("space Complete")


@pytest.mark.parametrize("moment", ["at once", "once it was sent"])
def test_a_kill_loses_no_mark(home: Home, start: Start, moment: str) -> None:
    for number, name in enumerate(names(home)[:2]):
        with start() as terminal:
            open_course(terminal)
            terminal.wait_for(f"{number}/7")
            terminal.press("space")
            terminal.wait_for(f"✓ {name[:20]}")
            if moment == "once it was sent":
                terminal.wait_for(f"{number + 1}/7")
                terminal.wait_for("synced")
            terminal.kill()
        assert name in completed(home)


def test_a_killed_command_loses_no_mark(home: Home) -> None:
    for name in names(home)[:2]:
        with subprocess.Popen(home.command("done", name), env=home.environment, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            said = child.stdout.readline()
            child.kill()
        assert b"complete" in said
        assert name in completed(home)


def test_a_command_killed_at_any_time_damages_nothing(home: Home) -> None:
    names_ = names(home)
    for number, name in enumerate(names_[:3]):
        with subprocess.Popen(home.command("done", name), env=home.environment, stdout=subprocess.DEVNULL) as child:
            library = home.data / "library"
            before = stamps(library)
            while child.poll() is None and stamps(library) == before:
                os.sched_yield()
            child.kill()
        assert completed(home) <= set(names_[: number + 1])
    assert home.run("doctor").code == 0


def stamps(folder: Path) -> list[tuple[str, int]]:
    """Changes as soon as a file in the folder does."""
    found: list[tuple[str, int]] = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # what SQLite keeps beside a database comes and goes
            found.append((path.name, path.stat().st_mtime_ns))
    return sorted(found)


def test_marks_that_wait_are_kept_when_it_is_left(home: Home, start: Start) -> None:
    (name, *_) = names(home)
    database = home.data / "syllabus.db"
    with start() as terminal:
        open_course(terminal)
        with locked(database):
            terminal.press("space")
            terminal.wait_for(f"✓ {name[:20]}")
            terminal.press("q")
            assert terminal.wait_exit() == 0
    assert name in completed(home)


class locked:  # noqa: N801  # reads as a statement
    """Another program writes to the database: nothing can be sent meanwhile."""

    def __init__(self, path: Path) -> None:
        import sqlite3

        self._connection = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_error: object) -> None:
        self._connection.close()


@pytest.fixture
def damaged(home: Home) -> Home:
    """An installation with a damaged file: the module of the help fails as it is imported."""
    code = home.folder / "installed"
    for package in ("tui", "screens", "widgets", "api_client", "backend"):
        copytree(ROOT / package, code / package, ignore=ignore_patterns("__pycache__"))
    (code / "screens/help.py").write_text(BROKEN, encoding="utf-8")
    home.environment |= {"PYTHONPATH": str(code), "SYLLABUS_TOKEN": SECRET, "SYLLABUS_SERVER": "local"}
    return home


def test_a_crash_leaves_the_terminal_whole_and_a_report_that_gives_nobody_away(damaged: Home) -> None:
    line = '"$@"; echo "code $?"; stty -a; echo "the end"'
    with Terminal(["/bin/sh", "-c", line, "sh", *damaged.command()], damaged.environment) as terminal:
        terminal.wait_for("synced")
        terminal.press("?")
        terminal.wait(lambda: b"the end\r\n" in terminal.raw, "the shell is back")
        after = terminal.raw[terminal.raw.rindex(b"\x1b[?1049l") :].decode()
        assert terminal.changed_modes == set()
    assert "code 1" in after
    assert re.search(r"(?<!-)icanon", after)
    assert re.search(r"(?<!-)echo ", after)
    assert "Traceback" not in terminal.raw.decode()
    found = re.search(r"A report is in (\S+)", after)
    assert found is not None
    report = Path(found[1]).read_text(encoding="utf-8")
    assert "RuntimeError: no help for" in report
    for hidden in (SECRET, E_MAIL, "a-local-value", str(damaged.folder)):
        assert hidden not in report
        assert hidden not in after.replace(found[1], "")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_marked_before_a_signal_is_sent_at_the_next_start(
    home: Home, start: Start, number: signal.Signals
) -> None:
    (name, *_) = names(home)
    with start() as terminal, locked(home.data / "syllabus.db"):
        open_course(terminal)
        terminal.press("space")
        terminal.wait_for("waiting")
        terminal.send_signal(number)
        terminal.wait_exit()
    with start() as terminal:
        open_course(terminal)
        terminal.wait_for("synced", f"✓ {name[:20]}")
