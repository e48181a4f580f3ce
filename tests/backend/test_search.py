"""Search: what comes first, and what is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.queries.search import snippet
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from backend.database import Database
    from tests.backend.api import Api


async def test_names_come_before_descriptions(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        ana = rows.user()
        described = rows.course("Calculus", description="after linear algebra")
        named = rows.course("The algebra of sets")
        beginning = rows.course("Algebra, linear")
        lesson = rows.lesson(rows.section(named), "ALGEBRA II", description=None)
        product = rows.product(described, name="Bundle", description="Algebra and more")
        rows.access(ana, described, named, beginning)

    items = (await api.json("/v1/search", ana, q="algebra"))["items"]

    assert [item["id"] for item in items] == [str(each) for each in (lesson, beginning, named, product, described)]
    assert [item["kind"] for item in items] == ["lesson", "course", "course", "product", "course"]
    assert [item["snippet"] for item in items] == [None, None, None, "Algebra and more", "after linear algebra"]


async def test_at_most_fifty_are_found(api: Api, database: Database) -> None:
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course()
        rows.access(ana, course)
        rows.lessons(rows.section(course), [{"name": "needle"}] * 60)

    assert len((await api.json("/v1/search", ana, q="needle"))["items"]) == 50


@pytest.mark.parametrize("q", ["", "   ", "\x1f"])
async def test_no_words_find_nothing(api: Api, database: Database, q: str) -> None:
    with catalog(database) as rows:
        rows.product(rows.course())

    assert (await api.json("/v1/search", q=q))["items"] == []


async def test_words_are_required(api: Api) -> None:
    response = await api.get("/v1/search")

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "q")


async def test_a_hundred_words_are_no_problem(api: Api) -> None:
    words = " ".join(chr(0x4E00 + index) for index in range(100))

    assert (await api.json("/v1/search", q=words))["items"] == []
    assert await api.items("/v1/courses", q=words) == []


def test_a_snippet_is_one_line_around_the_word() -> None:
    text = "Before. " * 30 + "\n\n# Here is\tthe NEEDLE " + "after " * 50

    shown = snippet(text, ["needle"])

    assert "Here is the NEEDLE after" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 162


@given(st.text(), st.lists(st.text(min_size=1), min_size=1))
def test_a_snippet_of_anything_is_short_and_on_one_line(text: str, words: list[str]) -> None:
    shown = snippet(text, [word.casefold() for word in words])

    assert len(shown) <= 162
    assert "\n" not in shown
