"""The program as a whole: what it imports, how it ends, what it says where it cannot go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from backend.version import VERSION
from tests.terminal import Terminal
from tests.tui.conftest import ROOT

if TYPE_CHECKING:
    from tests.tui.conftest import Home

COMMANDS = (
    "courses", "outline", "lesson", "next", "watch", "done", "progress", "search", "login", "logout", "whoami",
    "servers", "use", "sync", "serve", "doctor", "config", "completion",
)  # fmt: skip
UNREACHABLE = "http://127.0.0.1:9"


def imported(home: Home, *arguments: str) -> set[str]:
    """The modules that a command imports."""
    done = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-m", "tui.cli", *arguments],
        env=home.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_the_version_is_the_one_of_the_package(home: Home) -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == VERSION
    assert home.run("--version").out == f"syllabus {VERSION}\n"
    assert home.run("--ascii", "--version").out == f"syllabus {VERSION}\n"


def test_the_version_needs_nothing(home: Home) -> None:
    nothing = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-m", "backend.version"],
        env=home.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    bare = {line.rpartition("|")[2].strip() for line in nothing.stderr.splitlines()}
    assert {name for name in imported(home, "--version") - bare if not name.startswith("backend")} == {
        "__future__",
        "tui",
    }


def test_help_needs_nothing_heavy(home: Home) -> None:
    assert not imported(home, "--help") & {"textual", "rich.console", "httpx", "pydantic", "sqlalchemy", "asyncio"}


def test_a_prompt_needs_nothing_heavy(learner: Home) -> None:
    assert learner.run("next", "--short").out.count("\n") == 1
    names = imported(learner, "next", "--short")
    assert not names & {"textual", "rich.console", "httpx", "pydantic", "sqlalchemy", "fastapi", "api_client.engine"}


def test_help_names_every_command(home: Home) -> None:
    shown = home.run("--help")
    assert shown.code == 0
    for command in COMMANDS:
        assert f"    {command} " in shown.out
        assert home.run(command, "--help").code == 0


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["outline"], ["config", "nonsense"], ["--vers"]])
def test_wrong_usage_says_why_in_one_line_and_what_helps(home: Home, arguments: list[str]) -> None:
    done = home.run(*arguments)
    assert (done.code, done.out) == (2, "")
    reason, helps = done.err.splitlines()
    assert reason.startswith("syllabus")
    assert helps.startswith("Try: syllabus")


def test_without_a_terminal_it_names_a_command(home: Home) -> None:
    done = home.run()
    assert (done.code, done.out) == (2, "")
    assert done.err == "syllabus: the interface needs a terminal; `syllabus courses` lists the courses.\n"


@pytest.mark.pty
def test_in_a_dumb_terminal_it_names_a_command(home: Home) -> None:
    with Terminal(home.command(), {**home.environment, "TERM": "dumb"}) as terminal:
        terminal.wait_for("`syllabus courses` lists the courses.")
        assert terminal.wait_exit() == 2
        assert b"\x1b" not in terminal.raw


def test_a_closed_pipe_is_quiet(learner: Home) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | true', "sh", *learner.command("progress", "--json")],
        env=learner.environment,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""


def test_an_interrupt_is_quiet(learner: Home) -> None:
    fifo = learner.folder / "browser"
    os.mkfifo(fifo)
    opener = learner.folder / "opener"
    opener.write_text(f"#!/bin/sh\necho started > {fifo}\nread line < {fifo}.never\nexec sleep 60\n", encoding="utf-8")
    opener.chmod(0o755)
    os.mkfifo(f"{fifo}.never")
    child = subprocess.Popen(
        learner.command("watch"),
        env={**learner.environment, "SYLLABUS_BROWSER": str(opener)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert fifo.read_text(encoding="utf-8") == "started\n"
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (130, b"", b"")


def test_a_wrong_setting_is_named_and_passed_over(learner: Home) -> None:
    done = learner.run("next", SYLLABUS_MOUSE="perhaps")
    assert done.code == 0
    assert done.err == "syllabus: SYLLABUS_MOUSE: mouse: must be true or false\n"


@pytest.mark.parametrize("variable", ["SYLLABUS_SERVER", "SYLLABUS_DATA_FOLDER"])
def test_a_wrong_place_is_not_passed_over(home: Home, variable: str) -> None:
    done = home.run("courses", **{variable: "http://x"})
    assert (done.code, done.out) == (2, "")
    assert variable in done.err
    assert not home.data.exists()


def test_the_data_folder_can_be_anywhere(home: Home) -> None:
    folder = home.folder / "odd ?#% folder"
    assert home.run("courses", SYLLABUS_DATA_FOLDER=str(folder)).code == 0
    assert sorted(path.name for path in folder.iterdir() if path.suffix in ("", ".db")) == ["library", "syllabus.db"]
    assert not home.data.exists()


def test_a_server_that_is_not_there_is_exit_3(home: Home) -> None:
    for command in (["courses"], ["progress"], ["sync"], ["outline", "x"], ["next"]):
        done = home.run("--server", UNREACHABLE, *command)
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith("syllabus: ")


def test_the_server_can_stand_before_or_after_the_command(home: Home) -> None:
    assert home.run("courses", "--server", UNREACHABLE).code == 3
    assert home.run("--server", UNREACHABLE, "courses").code == 3
    assert home.run("courses", "--server", "", SYLLABUS_SERVER=UNREACHABLE).code == 0


def test_a_first_start_can_be_empty_and_stays_so(home: Home) -> None:
    first = home.run("--empty", "courses")
    assert (first.code, first.out) == (0, "")
    assert "no courses" in first.err
    assert home.run("courses").out == ""


def test_two_first_starts_at_once_make_one_catalog(home: Home) -> None:
    both = [subprocess.Popen(home.command("courses"), env=home.environment, stdout=subprocess.PIPE) for _ in range(2)]
    first, second = (child.communicate(timeout=60)[0] for child in both)
    assert [child.returncode for child in both] == [0, 0]
    assert first == second
    assert len(first.splitlines()) >= 10


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_completion_knows_the_commands(home: Home, shell: str) -> None:
    done = home.run("completion", shell)
    assert done.code == 0
    assert "outline" in done.out


def test_bash_takes_its_completion(home: Home) -> None:
    script = home.folder / "completion.bash"
    script.write_text(home.run("completion", "bash").out, encoding="utf-8")
    line = f". {script}; complete -p syllabus; COMP_WORDS=(syllabus ou); COMP_CWORD=1; _shtab_syllabus; echo $COMPREPLY"
    done = subprocess.run(["bash", "-ec", line], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "outline"
