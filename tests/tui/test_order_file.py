"""The file of `syllabus admin order`, and what is wrong with one."""

from __future__ import annotations

from uuid import UUID

import pytest

from api_client.errors import Invalid
from api_client.ordering.order import SectionOrder
from tui.commands.admin.given_file import read_file
from tui.commands.admin.order_file import OrderFile, faults, parse_order
from tui.commands.failure import Failure

A, B, C, D = (str(UUID(int=number)) for number in range(1, 5))
LINES = f"section\t{A}\t1\tFoundations\r\n\nlesson\t{C}\nsection\t{B}\nlesson\t{D}\t"
ORDER = (SectionOrder(A, (C,)), SectionOrder(B, (D,)))


def test_lines_and_both_kinds_of_json_say_the_same() -> None:
    ids = f'{{"sections": [{{"id": "{A}", "lessonIds": ["{C}"]}}, {{"id": "{B}", "lessonIds": ["{D}"]}}]}}'
    outline = ids.replace(f'"lessonIds": ["{C}"]', f'"name": "x", "lessons": [{{"id": "{C}"}}]')
    assert parse_order(LINES) == parse_order(f" {ids}") == OrderFile(ORDER, None)
    assert parse_order(outline.replace('{"sections', '{"version": "v", "sections')) == OrderFile(ORDER, "v")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"lesson\t{C}", "Line 1: a lesson stands below its section."),
        (f"{LINES}\nlessen\tx\x1b[31m", "Line 6: “lessen\ufffdx\ufffd[31m” names nothing."),
        ("section\tx", "Line 1: “section\ufffdx” names nothing."),
        (A, f"Line 1: “{A}” names nothing."),
    ],
)
def test_a_line_that_names_nothing_is_told(text: str, said: str) -> None:
    with pytest.raises(Failure) as caught:
        parse_order(text)
    assert caught.value.sentence == said


@pytest.mark.parametrize(("text", "pointer"), [("{", ""), ('{"sections": [{"id": "x"}]}', "/sections/0/id")])
def test_json_that_is_no_order_is_told_with_the_place(text: str, pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_order(text)
    assert [fault.pointer for fault in caught.value.faults] == [pointer]


def test_what_is_missing_extra_or_twice_is_named() -> None:
    assert faults((SectionOrder(A, (C, C)), SectionOrder("x", ())), ORDER) == [
        f"{B} is missing.",
        f"{D} is missing.",
        "x is not in the course.",
        f"{C} stands 2 times.",
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("files") / "order"
    with pytest.raises(Failure, match="cannot be read: No such file"):
        read_file(str(path))
    path.write_bytes(b"\xff")
    with pytest.raises(Failure, match="is not UTF-8: byte 1 is at fault"):
        read_file(str(path))
