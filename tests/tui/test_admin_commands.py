"""`syllabus admin …` on the real backend: courses, their order and documents, users and their access."""

from __future__ import annotations

import csv
import json
import re
import shutil
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import sqlite

from backend.database import Database
from backend.identity import accounts
from backend.identity.profiles import Profile
from backend.tables import course_products, courses, lessons, products, purchases, user_course_access
from backend.tables import users as people
from tests.clerk.emulator import LEARNER, Emulator
from tests.terminal import Terminal
from tests.tui.conftest import Home
from tests.tui.school import School

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def admin(learner: Home, tmp_path: Path) -> Home:
    """A home after its first start; its person is an admin of the courses there."""
    return Home(shutil.copytree(learner.folder, tmp_path / "admin"))


@pytest.fixture
def users(admin: Home) -> Home:
    """The same with two learners."""
    database = Database.open(f"sqlite:///{admin.data}/syllabus.db")
    with database.write() as connection:
        for subject, name in (("user_2ana", "Ana\x1b[31m"), ("user_2anabel", "Anabel")):
            profile = Profile(subject, name, f"{name[:3]}@{subject}.example".casefold(), email_verified=True)
            accounts.introduce(connection, profile)
    database.close()
    return admin


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


def test_whoever_is_no_admin_is_told_so_with_exit_5(home: Home, tmp_path: Path) -> None:
    with Emulator() as clerk, School(tmp_path / "school", clerk) as school:
        given = {"SYLLABUS_SERVER": school.url}
        anonymous = home.run("admin", "courses", **given)
        assert anonymous.code == 4
        given["SYLLABUS_TOKEN"] = clerk.mint_oauth(LEARNER)
        file = written(home, '{"name": "Mine"}')
        for arguments in (["outline", NOBODY], ["import", file], ["revoke", NOBODY, NOBODY, "--yes"]):
            refused = home.run("admin", *arguments, **given)
            assert (refused.code, refused.out) == (5, ""), arguments
            assert refused.err.startswith("syllabus: Only admins may do this.\n"), arguments


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


# --- documents


def test_importing_an_export_changes_nothing_and_an_empty_server_gets_the_course(admin: Home, tmp_path: Path) -> None:
    exported = admin.run("admin", "export", "linear")
    file = written(admin, exported.out)
    unchanged = admin.run("admin", "import", file, "--json").json
    assert unchanged["result"] == "unchanged"
    assert admin.run("admin", "import", file).out == ""
    assert admin.run("admin", "export", "linear").json == exported.json

    empty = Home(tmp_path / "empty")
    empty.folder.mkdir()
    assert empty.run("--empty", "admin", "courses").out == ""
    dry = empty.run("admin", "import", "-", "--dry-run", "--json", typed=exported.out).json
    assert (dry["result"], dry["plan"]["lessons"]["created"]) == ("created", 16)
    assert empty.run("admin", "courses").out == ""
    created = empty.run("admin", "import", "-", typed=exported.out)
    assert created.lines == [
        [
            "new",
            "course",
            exported.json["id"],
            "Linear Algebra",
            "1 course created, 3 sections created, 16 lessons created",
        ]
    ]
    assert empty.run("admin", "export", "linear").json == exported.json


def test_a_changed_document_says_what_changes_and_deletes_only_with_a_word(admin: Home) -> None:
    document = admin.run("admin", "export", "linear", "--json").json
    first, *_ = document["sections"]
    gone = first["lessons"].pop(0)
    first["name"] = "Basics"
    lacking = admin.run("admin", "import", written(admin, document))
    assert lacking.code == 1
    assert gone["id"] in lacking.err or "deleted" in lacking.err

    document["deleted"]["lessons"] = [gone["id"]]
    file = written(admin, document)
    asked = admin.run("admin", "import", file)
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.splitlines() == [
        "syllabus: Linear Algebra: 1 lesson will be deleted, with 0 completions of 0 learners.",
        "  Nothing was changed. --yes does it without asking.",
    ]
    dry = admin.run("admin", "import", file, "--dry-run")
    assert dry.lines == [
        ["deleted", "lesson", gone["id"], gone["name"], "0 completions"],
        ["renamed", "section", first["id"], "Foundations", "Basics"],
    ]
    with Terminal(admin.command("admin", "import", file), admin.environment) as terminal:
        terminal.wait_for("Type delete to go on:")
        terminal.press("nothing", "enter")
        assert terminal.wait_exit() == 1
    assert len(learners_order(admin)) == 16
    assert admin.run("admin", "import", file, "--yes").out == dry.out
    assert len(learners_order(admin)) == 15


def test_a_document_that_cannot_be_is_told_with_every_fault(admin: Home) -> None:
    bad = {
        "name": " ",
        "sections": [{"name": "x" * 201, "lessons": [{"name": "One", "youtubeVideoId": "https://a.b"}]}],
    }
    refused = admin.run("admin", "import", written(admin, bad))
    assert (refused.code, refused.out) == (1, "")
    for pointer in ("/name: ", "/sections/0/name: ", "/sections/0/lessons/0/youtubeVideoId: "):
        assert f"\n  {pointer}" in refused.err
    assert admin.run("admin", "import", written(admin, "[]")).code == 1


def test_markdown_is_for_reading(admin: Home) -> None:
    lines = admin.run("admin", "export", "linear", "--format", "markdown").out.splitlines()
    assert lines[0] == "# Linear Algebra"
    assert "## Foundations" in lines
    assert "### 1. Vectors, what even are they? (preview)" in lines
    assert admin.run("admin", "export", "linear", "--format", "markdown", "--json").code == 2


# --- what is wrong


def test_lint_is_silent_or_exit_1(admin: Home) -> None:
    silent = admin.run("admin", "lint", "linear")
    assert (silent.code, silent.out) == (0, "")
    lesson = learners_order(admin)[0]
    database = Database.open(f"sqlite:///{admin.data}/syllabus.db")
    with database.write() as connection:
        connection.execute(update(lessons).where(lessons.c.id == lesson).values(youtubeVideoId="-\x1b"))
    database.close()
    found = admin.run("admin", "lint", "linear")
    assert found.code == 1
    assert [(line[1], line[4]) for line in found.lines] == [("malformed_video", lesson)]
    assert "\x1b" not in found.out
    assert admin.run("admin", "lint", "--json").json["items"][0]["lessonId"] == lesson


# --- users


def test_access_is_given_and_taken_by_hand(users: Home) -> None:
    everybody = users.run("admin", "users").lines
    assert [line[1] for line in everybody][:2] == ["Ana\\x1b[31m", "Anabel"]
    (ana, _, email, *rest), *more = users.run("admin", "users", "@user_2ana.").lines
    assert (email, rest, more) == ("ana@user_2ana.example", ["user", "0", "0", "0"], [])

    several = users.run("admin", "grant", "ana", "linear")
    assert (several.code, several.out) == (2, "")
    assert "can be any of 2 users" in several.err
    assert "@" not in several.err
    assert users.run("admin", "grant", "zoe", "linear").code == 5

    granted = users.run("admin", "grant", email, "linear")
    assert (granted.code, granted.out) == (0, "Ana\\x1b[31m now has access to Linear Algebra.\n")
    assert users.run("admin", "grant", ana, "linear", "--json").json["changed"] is False

    asked = users.run("admin", "revoke", ana, "linear")
    assert (asked.code, asked.out) == (2, "")
    assert "will lose access to Linear Algebra; 0 of 16 lessons are complete, and stay so." in asked.err
    with Terminal(users.command("admin", "revoke", ana, "linear"), users.environment) as terminal:
        terminal.wait_for("Type revoke to go on:")
        terminal.press("revoke", "enter")
        assert terminal.wait_exit() == 0
        assert "has no access any more to Linear Algebra." in terminal.text
    gone: Any = users.run("admin", "revoke", ana, "linear", "--json").json
    assert (gone["access"], gone["changed"]) == (False, False)
    assert re.fullmatch(r"[0-9a-f-]{36}", gone["courseId"])


# --- sales


@pytest.fixture
def sold(users: Home) -> Home:
    """The same after Ana got two products, one for nothing, with a course in both of them."""
    database = Database.open(f"sqlite:///{users.data}/syllabus.db")
    with database.write() as connection:
        ana = connection.scalars(select(people.c.id).where(people.c.clerkUserId == "user_2ana")).one()
        linear, puzzles = (
            connection.scalars(select(courses.c.id).where(courses.c.name == name)).one()
            for name in ("Linear Algebra", "Puzzles")
        )
        for number, (name, price, given) in enumerate(
            [("=HYPERLINK(1)", 0, (linear, puzzles)), ("Spring\x1b[31m", 4900, (linear,))], start=1
        ):
            product, session = uuid4(), f"{'cs' if price else 'free'}_{number}"
            details = {"name": name, "description": "", "imageUrl": ""}
            row = {"id": product, **details, "priceInDollars": price // 100, "status": "public"}
            connection.execute(insert(products), row)
            row = {"id": UUID(int=number), "productDetails": details, "userId": ana, "productId": product}
            at = datetime(2026, 11, number, 23, 30, tzinfo=UTC)  # the day after, in the home's time zone
            bought = {"pricePaidInCents": price, "stripeSessionId": session, "createdAt": at}
            connection.execute(insert(purchases), row | bought)
            for course in given:
                connection.execute(insert(course_products), {"courseId": course, "productId": product})
                access = sqlite.insert(user_course_access).values(userId=ana, courseId=course)
                connection.execute(access.on_conflict_do_nothing())
    database.close()
    return users


def test_sales_are_listed_with_their_sums_and_as_a_table_without_formulas(sold: Home) -> None:
    second, first = sold.run("admin", "sales").lines
    assert first[1:] == ["2026-11-02", "Ana\\x1b[31m", "ana@user_2ana.example", "=HYPERLINK(1)", "0", "0", "free"]
    assert second[4:] == ["Spring\\x1b[31m", "4900", "0", "paid"]
    assert sold.run("admin", "sales", "--user", "ana@user_2ana.example", "--to", "2026-11-02").lines == [first]
    assert sold.run("admin", "sales", "ANA@", "hyper").lines == [first]
    chosen = sold.run("admin", "sales", "--from", "2026-11-03", "--product", "spring", "--json").json
    assert [item["id"] for item in chosen["items"]] == [second[0]]
    assert (chosen["totals"]["purchaseCount"], chosen["totals"]["netInCents"]) == (1, 4900)
    assert sold.run("admin", "sales", "--from", "yesterday").code == 2

    head, *rows = csv.reader(StringIO(sold.run("admin", "sales", "--csv", "--refunded", "no").out))
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["productName"] for row in table] == ["Spring\\x1b[31m", "'=HYPERLINK(1)"]
    assert [row["pricePaidInCents"] for row in table] == ["4900", "0"]
    assert table[0]["createdAt"] == "2026-11-02T23:30:00Z"
    with Terminal(sold.command("admin", "sales"), sold.environment) as terminal:
        assert terminal.wait_exit() == 0
        assert "$49.00 net · 2 sales · 1 customer" in terminal.text


def test_a_refund_says_what_is_lost_and_kept_and_wants_a_word(sold: Home) -> None:
    first, second = str(UUID(int=1)), str(UUID(int=2))
    asked = sold.run("admin", "refund", first)
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.splitlines() == [
        "syllabus: “=HYPERLINK(1)” of Ana\\x1b[31m, bought on 2026-11-02 for nothing.",
        "  No money goes back: nothing is left to refund.",
        "  They lose “Puzzles”.",
        "  They keep “Linear Algebra”, which they bought in “Spring\\x1b[31m” on 2026-11-03.",
        "  Nothing was changed. --yes does it without asking.",
    ]
    with Terminal(sold.command("admin", "refund", first), sold.environment) as terminal:
        terminal.wait_for("Type refund to go on:")
        terminal.press("refund", "enter")
        assert terminal.wait_exit() == 0
        assert "Refunded: =HYPERLINK(1) of Ana" in terminal.text
    assert sold.run("admin", "sales", "--refunded", "yes").lines[0][0] == first
    assert sold.run("admin", "refund", first, "--json").json["refundedAt"]  # there is nothing to ask
    about_money = sold.run("admin", "refund", second).err.splitlines()[:2]
    assert about_money == [
        "syllabus: “Spring\\x1b[31m” of Ana\\x1b[31m, bought on 2026-11-03 for $49.00.",
        "  $49.00 goes back to the buyer.",
    ]
    refused = sold.run("admin", "refund", second, "--yes")
    assert (refused.code, refused.out) == (1, "")
    assert "Stripe" in refused.err
    assert sold.run("admin", "refund", NOBODY, "--yes").code == 5
    assert sold.run("admin", "refund", "spring").code == 2
