"""Any order of any course, however untidy its rows are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.backend.admin.conftest import Admin
from tests.backend.admin.test_order import body, is_tidy, order_of
from tests.backend.api import Api
from tests.backend.dump import dump
from tests.backend.rows import catalog

if TYPE_CHECKING:
    from uuid import UUID

    from backend.database import Database
    from tests.backend.admin.test_order import Json, Order

NUMBERS = st.sampled_from([-(2**31), -1, 0, 0, 1, 2, 7, 2**31 - 1])
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5)
COURSES = st.lists(st.tuples(NUMBERS, NAMES, st.lists(st.tuples(NUMBERS, NAMES), max_size=6)), max_size=5)


def make(database: Database, sections: list[tuple[int, str, list[tuple[int, str]]]]) -> tuple[UUID, UUID]:
    """A course of such rows, and an admin."""
    with catalog(database) as rows:
        course = rows.course()
        for number, name, lessons in sections:
            section = rows.section(course, name, order=number)
            for order, lesson in lessons:
                rows.lesson(section, lesson, order=order, youtubeVideoId=lesson)
        return course, rows.user(role="admin")


def any_order(data: st.DataObject, order: Order) -> Order:
    sections = data.draw(st.permutations([section for section, _ in order]))
    lessons = data.draw(st.permutations([lesson for _, some in order for lesson in some]))
    places = data.draw(
        st.lists(st.integers(0, max(0, len(sections) - 1)), min_size=len(lessons), max_size=len(lessons))
    )
    return [
        (section, [lesson for lesson, at in zip(lessons, places, strict=True) if at == index])
        for index, section in enumerate(sections)
    ]


def fields(outline: Json) -> dict[str, Any]:
    """What an order leaves alone, by id."""
    moved = {"order", "sectionId", "version", "updatedAt", "lessons"}
    rows = [row for section in outline["sections"] for row in (section, *section["lessons"])]
    return {row["id"]: {name: row[name] for name in row.keys() - moved} for row in rows}


@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_any_order_of_any_course(database: Database, api: Api) -> None:
    @settings(max_examples=20, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(COURSES, st.data())
    def check(sections: list[tuple[int, str, list[tuple[int, str]]]], data: st.DataObject) -> None:
        asyncio.run(put(sections, data))

    async def put(sections: list[tuple[int, str, list[tuple[int, str]]]], data: st.DataObject) -> None:
        course, user = make(database, sections)
        fresh = Api(api.app)
        async with fresh.client:
            admin = Admin(fresh, user)
            before = await admin.outline(course)
            wanted = any_order(data, order_of(before))
            path = f"/courses/{course}/order"
            after = await admin.done("PUT", path, body(wanted), before["version"])
            assert order_of(after) == wanted
            assert is_tidy(after)
            assert fields(after) == fields(before)
            assert await admin.outline(course) == after
            rows = dump(database)
            if wanted and wanted[0][1]:
                twice = [(wanted[0][0], [*wanted[0][1], wanted[0][1][0]]), *wanted[1:]]
                problem = await admin.refused("PUT", path, body(twice), after["version"])
                assert problem["code"] == "not_a_permutation"
            assert await admin.done("PUT", path, body(wanted), before["version"]) == after
            assert dump(database) == rows

    check()
