"""`syllabus serve` with settings that it cannot start with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Home

GOOD = {"ISSUER": "https://clerk.example.com", "CLIENT_ID": "client"}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"ISSUER": "http://example.com"}, "ISSUER"),
        (GOOD | {"WEBHOOK_SECRET": "whsec_topsecret!"}, "WEBHOOK_SECRET"),
    ],
)
def test_what_is_wrong_with_the_issuer_is_said_before_it_starts(
    home: Home, tmp_path: Path, settings: dict[str, str], named: str
) -> None:
    for name, value in settings.items():
        home.environment[f"SYLLABUS_IDENTITY_{name}"] = value

    result = home.run("serve", "--database-url", f"sqlite:///{tmp_path}/x.db")

    assert (result.code, result.out) == (2, "")
    assert f"SYLLABUS_IDENTITY_{named}" in result.err
    assert "topsecret" not in result.err
    assert not (tmp_path / "x.db").exists()
