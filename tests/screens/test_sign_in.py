"""Signing in from the interface, to a real server through the emulated issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screens.catalog import CatalogScreen
from tests.screens.places import app_of
from tests.screens.running import screen_text, shown, until
from tests.screens.school import LENA, School, at_school, link_shown, sign_in, visiting

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_whole_sign_in_ends_where_it_began_with_ones_own_courses(tmp_path: Path, school: School) -> None:
    board = school.board(tmp_path)
    async with visiting(board, tmp_path) as pilot:
        await shown(pilot, "signed out")
        await pilot.press("S")
        await link_shown(pilot)
        await shown(pilot, f"Sign in at {school.clerk.issuer.removeprefix('http://')}")
        assert f"Evening school · {school.host}" in screen_text(pilot)
        assert not school.clerk.hits["/oauth/authorize"]
        await sign_in(pilot, school)
        await at_school(pilot, LENA)
        await shown(pilot, f"{LENA} · {school.host}")
        await shown(pilot, "Mine 12")
        assert isinstance(pilot.app.screen, CatalogScreen)
        account = board.sessions.accounts.at(school.origin)
        assert account is not None
        assert (account.name, account.kept) == (LENA, "file")
        assert app_of(pilot).library.status.anonymous is False
