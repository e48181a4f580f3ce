"""`syllabus admin …` on the real backend: courses, their order and documents, users and their access."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def admin(learner: Home, tmp_path: Path) -> Home:
    """A home after its first start; its person is an admin of the courses there."""
    return Home(shutil.copytree(learner.folder, tmp_path / "admin"))


def outline(home: Home, course: str = "linear") -> list[list[str]]:
    return home.run("admin", "outline", course).lines


def learners_order(home: Home, course: str = "linear") -> list[str]:
    return [line[0] for line in home.run("outline", course).lines]


def written(home: Home, value: object, name: str = "file.json") -> str:
    path = home.folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return str(path)


# --- reading


def test_courses_and_an_outline_are_lines_for_programs_and_tables_for_people(learner: Home) -> None:
    rows = learner.run("admin", "courses").lines
    (linear,) = [row for row in rows if row[1] == "Linear Algebra"]
    assert linear[2:] == ["3", "16", "1", "0"]
    items = learner.run("admin", "courses", "--json").json["items"]
    assert [item["id"] for item in items] == [row[0] for row in rows]

    lines = outline(learner)
    assert [line[0] for line in lines].count("section") == 3
    assert lines[0][0] == "section"
    assert lines[0][2:] == ["1", "Foundations", "public", "0"]
    assert [line[2] for line in lines if line[0] == "lesson"] == [str(number) for number in range(1, 17)]
    whole = learner.run("admin", "outline", linear[0], "--json").json
    assert [section["id"] for section in whole["sections"]] == [line[1] for line in lines if line[0] == "section"]
    assert whole["version"] != whole["rowVersion"]

    with Terminal(learner.command("admin", "outline", "linear"), learner.environment, size=(60, 40)) as terminal:
        assert terminal.wait_exit() == 0
        assert "Linear Algebra" in terminal.text
        assert "1 learner, 0 completions" in terminal.text


# --- ordering


def test_a_file_that_is_no_order_changes_nothing_and_is_told_with_what_is_wrong(admin: Home) -> None:
    lines = ["\t".join(line) for line in outline(admin)]
    before = learners_order(admin)
    missing, extra = lines[3].split("\t")[1], outline(admin, "calculus")[1][1]
    for text, code, said in (
        ("\n".join([*lines[:3], *lines[4:]]), 1, f"{missing} is missing."),
        ("\n".join([*lines, f"lesson\t{extra}"]), 1, f"{extra} is not in the course."),
        ("\n".join([*lines, lines[3]]), 1, f"{missing} stands 2 times."),
        ("\n".join(lines[1:]), 1, "Line 1: a lesson stands below its section."),
        (
            "\n".join([*lines, "lessen\tx\x1b[31m"]),
            1,
            f"Line {len(lines) + 1}: “lessen\ufffdx\ufffd[31m” names nothing.",
        ),
        ('{"sections": [{"id": "x"}]}', 1, "/sections/0/id"),
        ("{", 1, "not valid"),
        ("\udcff", 1, "not UTF-8"),
    ):
        (admin.folder / "order").write_bytes(text.encode(errors="surrogateescape"))
        refused = admin.run("admin", "order", "linear", "--file", "order")
        assert (refused.code, refused.out) == (code, ""), refused.err
        assert said in refused.err
    assert admin.run("admin", "order", "linear", "--file", "none").code == 2
    assert learners_order(admin) == before
