"""Forms: what is sent, what stays when it is refused, and leaving without saving."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from api_client.errors import ApiError, Conflict, VersionMismatch
from screens.admin.form import Changes, FormScreen, versioned
from screens.typed_confirmation import TypedConfirmation, word_for
from screens.unsaved import UnsavedScreen
from tests.screens.places import app_of, click_on
from tests.screens.running import running, screen_text, shown, until
from widgets.fields.choice_field import ChoiceField, Option
from widgets.fields.line_field import LineField
from widgets.fields.picks_field import Pick, PicksField
from widgets.fields.price_field import PriceField, dollars
from widgets.fields.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from textual.pilot import Pilot

    from widgets.fields.field import Field

HOSTILE = "a\x1b[2J\u202eb\\c"


@dataclass
class Saving:
    """Takes what is saved, unless it has something to refuse."""

    refusals: list[ApiError] = field(default_factory=list[ApiError])
    saved: list[tuple[Changes, str | None]] = field(default_factory=list[tuple[Changes, str | None]])

    async def __call__(self, changes: Changes, version: str | None) -> str:
        if self.refusals:
            raise self.refusals.pop(0)
        self.saved.append((changes, version))
        return "answer"


@asynccontextmanager
async def form(tmp_path: Path, saving: Saving, *, new: bool = False) -> AsyncGenerator[tuple[Pilot[int], list[object]]]:
    """A form over the catalog, and the results that it had."""
    results: list[object] = []
    async with running(tmp_path) as pilot:
        await shown(pilot, "Calculus")
        app_of(pilot).push_screen(
            FormScreen("Edit it", fields(new=new), versioned(saving, "v1"), new=new), results.append
        )
        await shown(pilot, "Description")
        yield pilot, results


def fields(*, new: bool) -> tuple[Field, ...]:
    """One of each kind. An input can be made only while there is an app."""
    name = "" if new else HOSTILE
    return (
        LineField("Name", name, key="name", check=lambda text: None if text else "A name is needed."),
        PriceField("Price", None if new else 29, key="price"),
        ChoiceField("Visibility", [Option("public", "Seen."), Option("private", "Hidden.")], "private", key="status"),
        PicksField("Courses", [Pick(id, f"Course {id}") for id in "abc"], ["b"], key="course_ids"),
        TextField("Description", "" if new else f"one\n{HOSTILE}", key="description"),
    )


async def test_only_what_was_changed_is_sent_and_hostile_text_comes_back_as_it_was(tmp_path: Path) -> None:
    saving = Saving()
    async with form(tmp_path, saving) as (pilot, results):
        assert "a\\x1b[2J\\u202eb\\\\c" in screen_text(pilot)
        assert "\x1b" not in screen_text(pilot)
        await pilot.press("end", "!")
        await shown(pilot, "unsaved")
        await pilot.press("tab", "tab", "right")
        await shown(pilot, "Seen.")
        await pilot.press("f2")
        await until(pilot, lambda: results == ["answer"], "saved")
        assert saving.saved == [({"name": f"{HOSTILE}!", "status": "public"}, "v1")]


async def test_of_something_new_everything_is_sent_once_it_can_be(tmp_path: Path) -> None:
    saving = Saving()
    async with form(tmp_path, saving, new=True) as (pilot, results):
        await pilot.press("f2")
        await shown(pilot, "A name is needed.")
        await shown(pilot, "A price is in whole dollars")
        await pilot.press(*"Algebra", "enter", *"$5")
        await click_on(pilot, "Course c", times=2)
        await pilot.press("f2")
        await until(pilot, lambda: bool(results), "saved")
        sent = {"name": "Algebra", "price": 5, "status": "private", "course_ids": ["b", "c"], "description": ""}
        assert saving.saved == [(sent, "v1")]


async def test_what_the_server_refuses_stays_with_the_reason(tmp_path: Path) -> None:
    saving = Saving([Conflict("There is one of that name."), VersionMismatch("changed", version="v2")])
    async with form(tmp_path, saving) as (pilot, results):
        await pilot.press("tab", "backspace", "f2")
        await shown(pilot, "There is one of that name.")
        await pilot.press("f2")
        await shown(pilot, "Another admin changed this meanwhile")
        assert not results
        await pilot.press("f2")
        await until(pilot, lambda: bool(results), "saved")
        assert saving.saved == [({"price": 2}, "v2")]


async def test_leaving_asks_only_if_something_was_typed(tmp_path: Path) -> None:
    saving = Saving()
    async with form(tmp_path, saving) as (pilot, results):
        await pilot.press("x", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, UnsavedScreen), "the question")
        await pilot.press("up", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the form")
        await pilot.press("backspace", "escape")
        await until(pilot, lambda: results == [None], "left")
    async with form(tmp_path, saving) as (pilot, results):
        await pilot.press("x", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, UnsavedScreen), "the question")
        await pilot.press("d")
        await until(pilot, lambda: results == [None], "left")
        assert saving.saved == []


async def test_what_is_pasted_never_reaches_the_terminal_raw(tmp_path: Path) -> None:
    async with form(tmp_path, Saving()) as (pilot, _results):
        name, text = pilot.app.screen.query_one(LineField), pilot.app.screen.query_one(TextField)
        name.input.insert_text_at_cursor("\x1b[31m\x07")
        text.input.insert("\x9b31m\nline")
        await shown(pilot, "\\x1b[31m\\x07")
        await shown(pilot, "\\x9b31m")
        assert "\x1b" not in screen_text(pilot)


@pytest.mark.parametrize(
    ("name", "word"),
    [("Eigen-things", "eigen-things"), (" A  b ", "a b"), ("", "delete"), ("!?", "delete"), ("日本", "delete"),
     ("x" * 31, "delete"), ("a\x1b", "delete")],
)  # fmt: skip
def test_the_word_to_type_is_one_that_a_keyboard_has(name: str, word: str) -> None:
    assert word_for(name) == word


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_confirmation_takes_the_word_alone(tmp_path: Path, size: tuple[int, int]) -> None:
    results: list[bool | None] = []
    async with running(tmp_path, size) as pilot:
        for keys in (["escape"], [*"Logic", "enter"]):
            question = TypedConfirmation("Delete Logic?", "31 learners lose it.", word="logic")
            app_of(pilot).push_screen(question, results.append)
            await shown(pilot, "31 learners lose it.")
            await pilot.press("enter")
            await shown(pilot, "Type logic, or press esc.")
            await pilot.press(*keys)
            await until(pilot, lambda: not isinstance(pilot.app.screen, TypedConfirmation), "answered")
        assert results == [False, True]


@pytest.mark.parametrize("text", ["29.5", "-1", "", "2147483648", "٣"])
def test_no_price(text: str) -> None:
    with pytest.raises(ValueError, match=r"dollars|At most"):
        dollars(text)
