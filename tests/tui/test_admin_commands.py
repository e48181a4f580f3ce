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


def test_an_order_is_saved_and_is_what_a_learner_sees(admin: Home) -> None:
    lines = outline(admin)
    first, *others = learners_order(admin)
    moved = "\n".join("\t".join(line[:3]) for line in [*lines[:1], *lines[2:], lines[1]])
    dry = admin.run("admin", "order", "linear", "--file", "-", "--dry-run", typed=moved)
    assert learners_order(admin) == [first, *others]
    done = admin.run("admin", "order", "linear", "--file", "-", typed=moved)
    assert (done.code, done.err) == (0, "")
    assert done.out == dry.out
    assert done.lines == [["lesson", first, "Vectors, what even are they?", "1, Foundations → 16, Eigen-things"]]
    assert learners_order(admin) == [*others, first]
    again = admin.run("admin", "order", "linear", "--file", "-", "--json", typed=moved).json
    assert again["moved"] == []
    assert again["version"] == admin.run("admin", "outline", "linear", "--json").json["version"]


def test_an_order_as_json_is_refused_where_somebody_changed_the_course_meanwhile(admin: Home) -> None:
    whole = admin.run("admin", "outline", "linear", "--json").json
    whole["sections"].reverse()
    backwards = written(admin, whole, "backwards.json")
    whole["sections"][0]["lessons"].reverse()
    file = written(admin, whole, "order.json")
    moved = admin.run("admin", "order", "linear", "--file", file, "--json").json["moved"]
    assert [(each["kind"], each["was"], each["now"]) for each in moved[:1]] == [
        ("section", {"position": 3, "sectionId": None}, {"position": 1, "sectionId": None})
    ]
    before = learners_order(admin)
    refused = admin.run("admin", "order", "linear", "--file", backwards)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("syllabus: Somebody changed the course meanwhile. Nothing was changed now.\n")
    assert learners_order(admin) == before

    sections = [{"id": each["id"], "lessonIds": [one["id"] for one in each["lessons"]]} for each in whole["sections"]]
    assert admin.run("admin", "order", "linear", "--file", written(admin, {"sections": sections[::-1]})).code == 0
    stale = admin.run("admin", "order", "linear", "--file", file, "--if-match", "stale")
    assert stale.code == 1


def test_a_file_that_is_no_order_changes_nothing_and_is_told_with_what_is_wrong(admin: Home) -> None:
    lines = ["\t".join(line) for line in outline(admin)]
    before = learners_order(admin)
    missing = lines[3].split("\t")[1]
    refused = admin.run("admin", "order", "linear", "--file", "-", typed="\n".join([*lines[:3], *lines[4:]]))
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.splitlines()[1:] == [f"  {missing} is missing."]
    assert admin.run("admin", "order", "linear", "--file", "none").code == 2
    assert learners_order(admin) == before
