"""How the program starts, stops, steps aside and comes back, as the terminal sees it."""

from __future__ import annotations

import json
import re
import signal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from backend import tables
from backend.database import Database
from tests.backend.rows import catalog
from tests.terminal import Terminal
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Start

pytestmark = pytest.mark.pty

HEAVY = {"pydantic", "httpx", "sqlalchemy", "fastapi", "keyring", "alembic", "uvicorn", "api_client.models"}
WATCHED = """
import json, os, sys
from textual.drivers.linux_driver import LinuxDriver

write = LinuxDriver.write

def watched(driver, data):
    if "Calculus" in data and not os.path.exists(os.environ["SEEN"]):
        with open(os.environ["SEEN"], "w") as file:
            json.dump(sorted(sys.modules), file)
    write(driver, data)

LinuxDriver.write = watched
from tui.cli import main
sys.exit(main())
"""
"""The program, which notes what is imported when its driver is first given rows to write."""
COLOUR = re.compile(rb"\x1b\[[0-9;:]*m")
CHARACTERS = re.compile(rb"\x1b(?:\[[0-9;:<>=?$]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\))|[\r\n]")


def test_the_first_rows_are_there_before_anything_heavy_is_imported(home: Home, tmp_path: Path) -> None:
    seen = tmp_path / "modules.json"
    program = tmp_path / "watched.py"
    program.write_text(WATCHED, encoding="utf-8")
    command = [home.command()[0], "-P", str(program)]
    with Terminal(command, {**home.environment, "SEEN": str(seen)}) as terminal:
        terminal.wait_for("synced")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    modules = set(json.loads(seen.read_text(encoding="utf-8")))
    assert "textual.app" in modules
    assert not modules & HEAVY


def test_it_leaves_the_terminal_as_it_found_it(start: Start) -> None:
    terminal = start()
    terminal.wait_for("synced")
    assert {"1049", "25", "1003", "kitty"} <= terminal.changed_modes
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.changed_modes == set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_whole(start: Start, number: signal.Signals) -> None:
    terminal = start()
    terminal.wait_for("synced")
    terminal.send_signal(number)
    assert terminal.wait_exit() == 128 + number
    assert terminal.changed_modes == set()


def test_a_terminal_that_goes_away_ends_it(start: Start) -> None:
    terminal = start()
    terminal.wait_for("synced")
    assert terminal.hang_up() == 128 + signal.SIGHUP


def test_it_needs_a_terminal_for_what_it_draws(home: Home, tmp_path: Path) -> None:
    line = f'exec "$@" 2>{tmp_path}/errors'
    with Terminal(["/bin/sh", "-c", line, "sh", *home.command()], home.environment) as terminal:
        assert terminal.wait_exit() == 2


def test_it_steps_aside_and_comes_back(home: Home) -> None:
    # An interactive shell gives each job a process group of its own, as job control needs.
    with Terminal(["/bin/bash", "--norc", "--noprofile", "-i"], {**home.environment, "PS1": "shell>"}) as terminal:
        terminal.wait_for("shell>")
        terminal.press(" ".join(home.command()), "enter")
        terminal.wait_for("synced")
        terminal.press("ctrl+z")
        terminal.wait(lambda: b"Stopped" in terminal.raw, "the shell is back")
        assert terminal.changed_modes <= {"2004"}  # the shell's own line editor
        before = len(terminal.raw)
        terminal.press("fg", "enter")
        terminal.wait(lambda: b"Calculus" in terminal.raw[before:], "it is drawn again")
        assert {"1049", "1003", "kitty"} <= terminal.changed_modes
        before = len(terminal.raw)
        terminal.press("q")
        # Only its prompt says that the shell listens: what is typed before, as the terminal is put back, is dropped.
        terminal.wait(lambda: b"shell>" in terminal.raw[before:], "the shell is back")
        assert not terminal.changed_modes - {"2004"}
        terminal.press("echo ended $?", "enter")
        terminal.wait_for("ended 0")


def test_without_colour_there_is_none(start: Start) -> None:
    terminal = start(NO_COLOR="1")
    terminal.wait_for("synced")
    terminal.press("down", "q")
    terminal.wait_exit()
    allowed = {0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29, 39, 49}
    for sequence in COLOUR.findall(bytes(terminal.raw)):
        codes = {int(code or 0) for code in sequence[2:-1].split(b";")}
        assert codes <= allowed, sequence


@pytest.fixture
def plain(tmp_path: Path) -> Home:
    """A home whose only course is in ASCII."""
    home = Home(tmp_path)
    assert home.run("--empty", "courses").code == 0
    database = Database.open(f"sqlite:///{home.data}/syllabus.db")
    with catalog(database) as rows:
        owner = rows.connection.execute(select(tables.users.c.id)).scalar_one()
        course = rows.course("Plain course", description="Some words.")
        section = rows.section(course, "Plain section")
        rows.lessons(section, [{"name": f"Lesson {number}", "description": "A *word*."} for number in range(3)])
        rows.access(owner, course)
    database.close()
    return home


@pytest.mark.parametrize("way", ["--ascii", "locale"])
def test_in_ascii_it_draws_ascii_alone(plain: Home, way: str) -> None:
    option = ["--ascii"] if way == "--ascii" else []
    locale = {} if option else {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with Terminal(plain.command(*option), {**plain.environment, **locale}) as terminal:
        for key, shown in [
            ("", "Plain course"),
            ("enter", "Catalog > Plain course"),
            ("space", "[x] Lesson 0"),
            ("enter", "1 of 3"),
            ("3", "1 of 3 lessons"),
            ("w", "is saved"),
            ("1", "Lesson 0"),
            ("!", "Messages"),
            ("?", "type to filter"),
        ]:
            terminal.press(*filter(None, [key]))
            terminal.wait_for(shown)
            drawn = CHARACTERS.sub(b"", bytes(terminal.raw)).decode()
            assert {character for character in drawn if not character.isascii()} == set(), (key, terminal.text)
