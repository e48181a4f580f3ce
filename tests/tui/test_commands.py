"""The commands on the real backend, each in a process of its own."""

from __future__ import annotations

import re
import socket
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.tui.conftest import Home

VECTORS = "Vectors, what even are they?"
COURSE_KEYS = {
    "id", "name", "description", "sectionCount", "lessonCount", "completedCount", "access", "products", "nextLesson",
    "lastCompletedAt",
}  # fmt: skip


@pytest.fixture
def started(home: Home) -> Home:
    """A home after its first start, to mark lessons in."""
    assert home.run("courses").code == 0
    return home


@contextmanager
def served(home: Home) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """The home's courses on a server, for anonymous viewers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        home.command("serve", "--database-url", f"sqlite:///{home.data}/syllabus.db", "--port", str(port)),
        env=home.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr
        for line in server.stderr:
            if "running on" in line:
                break
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        server.communicate(timeout=20)


# --- reading


def test_courses_are_lines_for_programs(learner: Home) -> None:
    done = learner.run("courses")
    assert (done.code, done.err) == (0, "")
    assert len(done.lines) >= 10
    for course_id, name, lessons, state in done.lines:
        assert re.fullmatch(r"[0-9a-f-]{36}", course_id)
        assert name
        assert re.fullmatch(r"\d+/\d+", lessons)
        assert state in ("begun", "new", "done", "preview", "locked")


def test_courses_as_json_have_the_names_of_the_api(learner: Home) -> None:
    courses = learner.run("courses", "--json").json["items"]
    assert [course["id"] for course in courses] == [line[0] for line in learner.run("courses").lines]
    assert all(set(course) == COURSE_KEYS for course in courses)
    assert any(
        course["products"][0].keys() == {"id", "name", "priceInDollars"} for course in courses if course["products"]
    )


@pytest.mark.parametrize("words", [["Linear Algebra"], ["linear", "algebra"], ["  LINEAR   alg"], ["linear"]])
def test_a_course_is_found_by_name_and_by_part(learner: Home, words: list[str]) -> None:
    outline = learner.run("outline", *words, "--json").json
    assert outline["name"] == "Linear Algebra"
    assert learner.run("outline", outline["id"].upper(), "--json").json == outline
    assert sum(len(section["lessons"]) for section in outline["sections"]) == outline["lessonCount"]
    assert outline["createdAt"].endswith("Z")


def test_an_outline_is_lines_for_programs(learner: Home) -> None:
    lines = learner.run("outline", "linear").lines
    assert [line[1] for line in lines] == [str(position) for position in range(1, 17)]
    assert lines[0][2:] == ["Foundations", VECTORS, "next"]


def test_an_ambiguous_name_lists_the_candidates(learner: Home) -> None:
    done = learner.run("outline", "missing semester")
    assert (done.code, done.out) == (2, "")
    first, *candidates = done.err.splitlines()
    assert first == "syllabus: “missing semester” can be any of 2 courses; give more of its name, or the id:"
    assert [re.sub(r"^  [0-9a-f-]{36}  ", "", line) for line in candidates] == [
        "The Missing Semester (2020)",
        "The Missing Semester (2026)",
    ]
    course_id = candidates[0].split()[0]
    assert learner.run("outline", course_id, "--json").json["name"] == "The Missing Semester (2020)"


def test_a_lesson_is_found_in_every_course(learner: Home) -> None:
    lesson = learner.run("lesson", "what", "even", "--json").json
    assert lesson["name"] == VECTORS
    assert lesson["courseName"] == "Linear Algebra"
    assert lesson["videoUrl"].startswith("https://www.youtube.com/watch?v=")
    assert learner.run("lesson", lesson["id"], "--json").json == lesson
    text = learner.run("lesson", VECTORS).out
    assert lesson["description"] in text
    assert lesson["videoUrl"] in text


def test_an_ambiguous_lesson_names_the_courses(learner: Home) -> None:
    done = learner.run("lesson", "vectors")
    assert done.code == 2
    assert f"{VECTORS}  Linear Algebra" in done.err


@pytest.mark.parametrize("arguments", [["outline", "zzz"], ["lesson", "zzz"], ["next", "zzz"], ["done", "zzz"]])
def test_what_is_not_there_is_exit_5(learner: Home, arguments: list[str]) -> None:
    done = learner.run(*arguments)
    assert (done.code, done.out) == (5, "")
    assert "“zzz”" in done.err.splitlines()[0]


@pytest.mark.parametrize("command", ["outline", "lesson"])
def test_an_unknown_id_is_exit_5(learner: Home, command: str) -> None:
    assert learner.run(command, "00000000-0000-4000-8000-000000000000").code == 5


@pytest.mark.parametrize("arguments", [["outline", " "], ["lesson", ""], ["search", " "]])
def test_an_empty_name_is_wrong_usage(learner: Home, arguments: list[str]) -> None:
    assert learner.run(*arguments).code == 2


def test_a_locked_lesson_says_what_it_is_in(learner: Home) -> None:
    locked = next(line[0] for line in learner.run("outline", "physics").lines if line[4] == "locked")
    assert re.search(r"Locked: it is in “.+”, \$29\.", learner.run("lesson", locked).out)
    for command in ("watch", "done"):
        done = learner.run(command, locked)
        assert (done.code, done.out) == (5, "")
        assert "$29" in done.err


def test_a_preview_can_be_read_and_not_marked(learner: Home) -> None:
    preview = next(line[0] for line in learner.run("outline", "probability").lines if line[4] == "preview")
    assert learner.run("lesson", preview, "--json").json["videoUrl"]
    assert learner.run("done", preview).code == 5
    assert learner.run("sync", "--status", "--json").json["items"] == []


def test_search_finds_every_kind(learner: Home) -> None:
    hits = learner.run("search", "vectors", "--json").json["items"]
    assert {hit["kind"] for hit in hits} == {"course", "lesson", "product"}
    assert [hit["id"] for hit in hits] == [line[0] for line in learner.run("search", "vectors").lines]
    none = learner.run("search", "zzz")
    assert (none.code, none.out) == (0, "")


def test_people_get_a_table_in_their_terminal(learner: Home) -> None:
    with Terminal(learner.command("courses"), learner.environment, size=(60, 40)) as terminal:
        assert terminal.wait_exit() == 0
        header, *rows = [line for line in terminal.lines if line]
        assert header.split() == ["Course", "Lessons"]
        (row,) = [row for row in rows if "Linear Algebra" in row]
        assert row.split() == ["○", "Linear", "Algebra", "0/16", "new"]
    with Terminal(learner.command("courses", "--ascii"), {**learner.environment, "NO_COLOR": "1"}) as terminal:
        assert terminal.wait_exit() == 0
        assert "[ ]  Linear Algebra" in terminal.text
        assert b"\x1b[3" not in terminal.raw


# --- marking


def test_done_and_undo(started: Home) -> None:
    done = started.run("done", "what even")
    assert (done.code, done.out, done.err) == (0, f"✓ {VECTORS} · complete · saved\n", "")
    assert started.run("outline", "linear").lines[0][4] == "done"
    assert started.run("next", "--short").out == "Linear Algebra › Linear combinations, span, and basis vectors\n"
    progress = started.run("progress", "--json").json
    assert (progress["completedCount"], progress["currentStreak"]) == (1, 1)
    assert progress["recent"][0]["lessonName"] == VECTORS
    assert ["Linear Algebra", "1/16", "begun"] in [line[1:] for line in started.run("progress").lines]
    undone = started.run("done", "what even", "--undo", "--json")
    assert undone.json["completed"] is False
    assert undone.json["state"] == "saved"
    assert started.run("progress", "--json").json["completedCount"] == 0


def test_done_again_keeps_the_first_time(started: Home) -> None:
    started.run("done", "what even")
    first = started.run("lesson", "what even", "--json").json["completedAt"]
    assert started.run("done", "what even").code == 0
    assert started.run("lesson", "what even", "--json").json["completedAt"] == first


def test_a_mark_that_cannot_be_sent_waits(started: Home) -> None:
    """Another process holds the database of the courses, as a long import would."""
    assert started.run("lesson", "what even").code == 0
    with closing(sqlite3.connect(started.data / "syllabus.db", isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        assert started.run("courses").err == ""
        done = started.run("done", "what even", "--json")
        waiting = started.run("sync", "--status", "--json").json
        busy.execute("ROLLBACK")
    assert (done.code, done.json["state"]) == (0, "waiting")
    assert (waiting["waiting"], waiting["items"][0]["lessonName"]) == (1, VECTORS)
    assert started.run("sync").code == 0
    assert started.run("sync", "--status", "--json").json == {
        "server": "local", "account": None, "waiting": 0, "refused": 0, "items": [],
    }  # fmt: skip
    assert started.run("outline", "linear").lines[0][4] == "done"


def test_next_of_a_course_that_is_done(started: Home) -> None:
    for lesson in started.run("outline", "number theory").lines:
        started.run("done", lesson[0])
    assert started.run("next", "number", "theory").out == "Number Theory: nothing is left to do.\n"
    assert started.run("next", "number", "theory", "--json").json["nextLesson"] is None
    assert "Number Theory" not in started.run("next").out


def test_a_prompt_before_the_first_start_stays_empty(home: Home) -> None:
    done = home.run("next", "--short")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert home.run("next", "--short", "--json").json is None


# --- watching


def test_watch_opens_the_next_lesson_or_the_named_one(learner: Home) -> None:
    log = learner.folder / "opened"
    opener = learner.folder / "opener"
    opener.write_text(f'#!/bin/sh\necho "$1" >> {log}\n', encoding="utf-8")
    opener.chmod(0o755)
    done = learner.run("watch", "what even", "--json", SYLLABUS_BROWSER=str(opener))
    assert (done.code, done.json["opened"]) == (0, True)
    assert learner.run("watch", SYLLABUS_BROWSER=str(opener)).code == 0
    following = learner.run("next", "--json").json["nextLesson"]["id"]
    assert log.read_text(encoding="utf-8").split() == [
        done.json["videoUrl"],
        learner.run("lesson", following, "--json").json["videoUrl"],
    ]


def test_watch_says_when_no_browser_starts(learner: Home) -> None:
    done = learner.run("watch", "what even", SYLLABUS_BROWSER="false")
    assert (done.code, done.out) == (1, "")
    assert "false ended at once with code 1" in done.err
    assert "https://www.youtube.com/watch?v=" in done.err


def test_watch_over_ssh_gives_the_link(learner: Home) -> None:
    done = learner.run("watch", "what even", SSH_CONNECTION="1.2.3.4 5 6.7.8.9 22")
    assert done.code == 0
    assert re.fullmatch(r"https://www\.youtube\.com/watch\?v=\S+\n", done.out)


# --- a server


def test_a_server_shows_courses_and_wants_a_sign_in_for_the_rest(learner: Home) -> None:
    with served(learner) as (url, _):
        names = [line[1] for line in learner.run("--server", url, "courses").lines]
        assert "Linear Algebra" in names
        assert set(names) < {line[1] for line in learner.run("courses").lines}
        for arguments in (["progress"], ["done", "what even"]):
            done = learner.run("--server", url, *arguments)
            assert (done.code, done.out) == (4, "")
        assert learner.run("--server", url, "sync", "--status", "--json").json["items"] == []
        checks = {check["name"]: check for check in learner.run("--server", url, "doctor", "--json").json["items"]}
        assert (checks["server"]["verdict"], checks["clock"]["verdict"]) == ("ok", "ok")
        assert checks["account"]["verdict"] == "warning"


def test_what_was_read_stays_readable_without_the_server(learner: Home) -> None:
    with served(learner) as (url, _):
        courses = learner.run("--server", url, "courses").out
        outline = learner.run("--server", url, "outline", "linear").out
    for arguments, before in ((["courses"], courses), (["outline", "linear"], outline)):
        done = learner.run("--server", url, *arguments)
        assert (done.code, done.out) == (0, before)
        assert "This is what was known at " in done.err
    assert learner.run("--server", url, "sync").code == 3
    assert learner.run("--server", url, "doctor").code == 1


def test_serve_says_what_is_wrong_with_the_database(home: Home) -> None:
    (home.folder / "file").write_text("", encoding="utf-8")
    for url, code in (("", 2), ("nonsense", 2), ("mysql://x/y", 2), (f"sqlite:///{home.folder}/file/x.db", 1)):
        done = home.run("serve", "--database-url", url)
        assert done.code == code
        assert done.err.startswith("syllabus: ")
        assert "Traceback" not in done.err
    done = home.run("serve", "--database-url", "postgresql://ana:hunter2@127.0.0.1:9/x")
    assert done.code == 1
    assert b"hunter2" not in done.raw


# --- looking after it


def test_doctor_says_what_helps(home: Home) -> None:
    home.configure("mouse = 3\n")
    done = home.run("doctor", "--json")
    checks = {check["name"]: check for check in done.json["items"]}
    assert done.code == 1
    assert checks["settings"]["verdict"] == "failed"
    assert f"{home.config_file}:1: mouse" in checks["settings"]["finding"]
    assert checks["server"]["verdict"] == "ok"
    assert {"terminal", "colours", "encoding", "browser", "clipboard", "keyring", "data", "state"} <= checks.keys()


def test_doctor_notices_a_folder_that_cannot_be_written(home: Home) -> None:
    (home.folder / "file").write_text("", encoding="utf-8")
    done = home.run("doctor", "--json", XDG_STATE_HOME=f"{home.folder}/file")
    assert next(check for check in done.json["items"] if check["name"] == "state")["verdict"] == "failed"
