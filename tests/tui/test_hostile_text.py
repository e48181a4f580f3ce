"""Names and descriptions that try to be markup, control the terminal or hide: every command shows them as text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from backend.database import Database
from backend.tables import course_products, course_sections, courses, lessons, products, user_course_access, users
from tests.terminal import Terminal
from tests.tui.conftest import Home

if TYPE_CHECKING:
    from sqlalchemy import Connection

NAMES = {
    "markup": ("[/] [ERROR] list[int]", "[/] [ERROR] list[int]"),
    "style": ("[red]not red[/red]", "[red]not red[/red]"),
    "action": ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    "emoji code": (":smile: :boom:", ":smile: :boom:"),
    "colour": ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
    "title": ("\x1b]0;owned\x07after", "\ufffd]0;owned\ufffdafter"),
    "clipboard": ("\x1b]52;c;b3duZWQ=\x1b\\after", "\ufffd]52;c;b3duZWQ=\ufffd\\after"),
    "link": ("\x1b]8;;https://evil.example\x1b\\here", "\ufffd]8;;https://evil.example\ufffd\\here"),
    "c1": ("\x9b31mred\x9d0;owned\x9c", "\ufffd31mred\ufffd0;owned\ufffd"),
    "delete": ("a\x7fb\x08c\rd", "a\ufffdb\ufffdc\ufffdd"),
    "override": ("\u202eelif.exe\u202c", "\ufffdelif.exe\ufffd"),
    "wide": ("線形代数 と 行列", "線形代数 と 行列"),
    "emoji": ("⚠\ufe0f 👩\u200d🚀 maths", "⚠ 👩🚀 maths"),
    "right to left": ("جبر خطي", "جبر خطي"),
    "newline": ("one\ntwo", "one ⏎ two"),
    "tab": ("one\ttwo", "one two"),
    "empty": ("", "(untitled)"),
    "option": ("--json", "--json"),
    "percent": ("100 % %s {url}", "100 % %s {url}"),
}
LONG = "long " * 2_000
EVERYTHING = "everything"
"""A course whose description has all of the names, a paragraph each."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SEQUENCES = re.compile(r"\x1b\[[0-9;]*m|\r(?=\n)")
"""What rich writes into a terminal: colours, and line ends of the terminal's own."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a course for every name, whose section, lesson and product are called the same."""
    home = Home(tmp_path_factory.mktemp("hostile"))
    assert home.run("--empty", "courses").code == 0
    database = Database.open(f"sqlite:///{home.data}/syllabus.db")
    with database.write() as connection:
        owner = connection.execute(select(users.c.id)).scalar_one()
        for text in [LONG, *(text for text, _ in NAMES.values())]:
            _fill(connection, owner, text, text)
        texts = [text for text, _ in NAMES.values()]
        _fill(connection, owner, EVERYTHING, "\n\n".join(texts), *texts)
    database.close()
    return home


def _fill(connection: Connection, owner: UUID, text: str, description: str, *more: str) -> None:
    course, section, product = uuid4(), uuid4(), uuid4()
    connection.execute(insert(courses).values(id=course, name=text, description=description))
    connection.execute(insert(course_sections).values(id=section, courseId=course, name=text, status="public", order=1))
    shared = {"sectionId": section, "description": description, "status": "public"}
    rows = [
        {"id": uuid4(), "name": name, "youtubeVideoId": name, "order": order, **shared}
        for order, name in enumerate([text, *more])
    ]
    connection.execute(insert(lessons), rows)
    connection.execute(
        insert(products).values(id=product, name=text, description=text, imageUrl="", priceInDollars=1, status="public")
    )
    connection.execute(insert(course_products).values(courseId=course, productId=product))
    connection.execute(insert(user_course_access).values(userId=owner, courseId=course))


@pytest.fixture(scope="module")
def course_ids(hostile: Home) -> dict[str, str]:
    """The courses' ids by how they show."""
    return {line[1]: line[0] for line in hostile.run("courses").lines}


def test_the_catalog_has_every_name_as_text(course_ids: dict[str, str]) -> None:
    assert {shown for _, shown in NAMES.values()} < course_ids.keys()
    assert LONG.strip() in course_ids


@pytest.fixture(scope="module")
def lesson_ids(hostile: Home, course_ids: dict[str, str]) -> dict[str, str]:
    """The lessons' ids by how they show."""
    return {line[3]: line[0] for line in hostile.run("outline", course_ids[EVERYTHING]).lines}


def test_an_outline_has_every_name_as_text(lesson_ids: dict[str, str]) -> None:
    assert list(lesson_ids) == [EVERYTHING, *(shown for _, shown in NAMES.values())]


@pytest.mark.parametrize("shown", [shown for _, shown in NAMES.values()], ids=list(NAMES))
def test_a_lesson_passes_no_control_character_on(hostile: Home, lesson_ids: dict[str, str], shown: str) -> None:
    done = hostile.run("lesson", lesson_ids[shown])
    assert not CONTROLS.search(done.raw.decode())
    assert done.out.startswith(f"{EVERYTHING} › {EVERYTHING}\n{shown}\n")


@pytest.mark.parametrize("arguments", [["courses"], ["progress"], ["search", "e"], ["sync", "--status"], ["doctor"]])
def test_lists_pass_no_control_character_on(hostile: Home, arguments: list[str]) -> None:
    done = hostile.run(*arguments)
    assert done.code == 0
    assert not CONTROLS.search(done.raw.decode())


@pytest.mark.parametrize("arguments", [["courses"], ["progress"], ["search", "e"], ["next"]])
def test_json_is_ascii(hostile: Home, arguments: list[str]) -> None:
    done = hostile.run(*arguments, "--json")
    assert done.out.isascii()
    assert not CONTROLS.search(done.out)
    json.loads(done.out)


@pytest.mark.parametrize("arguments", [["courses"], ["progress"], ["search", "e"], ["outline", "list[int]"]])
@pytest.mark.parametrize("columns", [100, 20])
def test_a_terminal_gets_nothing_but_text_and_colours(hostile: Home, arguments: list[str], columns: int) -> None:
    with Terminal(hostile.command(*arguments), hostile.environment, size=(columns, 60)) as terminal:
        assert terminal.wait_exit() == 0
        assert not CONTROLS.search(SEQUENCES.sub("", terminal.raw.decode()))
        if columns == 100:
            assert "[/] [ERROR] list[int]" in terminal.text


@pytest.mark.parametrize("name", ["title", "c1", "override", "newline"])
def test_marking_passes_no_control_character_on(hostile: Home, course_ids: dict[str, str], name: str) -> None:
    shown = NAMES[name][1]
    lesson = _lesson(hostile, course_ids[shown])
    for arguments in (["next", course_ids[shown]], ["done", lesson], ["watch", lesson]):
        done = hostile.run(*arguments)
        assert shown in done.raw.decode()
        assert not CONTROLS.search(done.raw.decode())


def test_a_description_in_a_terminal_makes_no_links(hostile: Home, course_ids: dict[str, str]) -> None:
    lesson = _lesson(hostile, course_ids[EVERYTHING])
    with Terminal(hostile.command("lesson", lesson), hostile.environment) as terminal:
        assert terminal.wait_exit() == 0
        assert not CONTROLS.search(SEQUENCES.sub("", terminal.raw.decode()))
        assert "[@click=app.quit]x[/]" in terminal.text


def _lesson(home: Home, course: str) -> str:
    return home.run("outline", course).lines[0][0]


@pytest.mark.parametrize("words", ["\x1b]0;owned\x07", "\u202ex", "a\nb", "x" * 10_000, "%s {x}", "[reds]"])
def test_what_is_typed_is_quoted_as_text(hostile: Home, words: str) -> None:
    for command in ("outline", "lesson", "next"):
        done = hostile.run(command, words)
        assert done.code in (2, 5)
        assert not CONTROLS.search(done.raw.decode())
        assert max(len(line) for line in done.err.splitlines()) < 200


def test_a_terminal_that_is_not_utf8_gets_ascii_marks(hostile: Home) -> None:
    done = hostile.run("courses", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert done.raw.isascii()
