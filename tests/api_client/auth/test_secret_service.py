"""Sessions in a real GNOME Keyring: open, locked, hanging, and none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api_client.auth.secret_service import SecretService, run_program

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@pytest.fixture
def desktop(tmp_path: Path) -> Generator[SecretService]:
    """A session with an unlocked keyring."""
    with SecretService(tmp_path) as service:
        yield service


def test_a_session_is_kept_for_other_processes_and_leaves_nothing_behind(desktop: SecretService) -> None:
    assert desktop.run("read", "write", "read") == ["nothing", None, "the session"]
    found, labels, *rest = desktop.run("read", "entries", "delete", "entries", "read", "delete")
    assert found == "the session"
    assert len(labels) == 5
    assert all("Syllabus https://learn.example.com" in label for label in labels)
    assert rest == [None, [], "nothing", None]


def test_a_keyring_that_hangs_is_given_up_and_the_program_ends(desktop: SecretService) -> None:
    desktop.run("write")
    desktop.stop()
    try:
        answers = desktop.run("read", "write", "delete", limit=1)
    finally:
        desktop.go_on()
    assert [code for code, _sentence in answers] == ["keyring_hangs"] * 3
    assert "has not answered within 1 seconds" in answers[0][1]
    assert desktop.run("read") == ["the session"]


def test_a_locked_keyring_says_so_and_keeps_what_is_in_it(desktop: SecretService) -> None:
    desktop.run("write", "lock")
    answers = desktop.run("read", "write", "delete")
    assert [code for code, _sentence in answers] == ["keyring_locked"] * 3
    assert all("the keyring is locked" in sentence for _code, sentence in answers)
    assert len(desktop.run("entries")[0]) == 5


def test_a_keyring_that_somebody_unlocks_is_read_again(desktop: SecretService) -> None:
    desktop.run("write", "lock")
    first, second, _, third = desktop.run("read", "read", "unlock", "read")
    assert first == second
    assert first[0] == "keyring_locked"
    assert third == "the session"


def test_a_session_bus_without_a_keyring(tmp_path: Path) -> None:
    with SecretService(tmp_path, with_keyring=False) as service:
        answers = service.run("read", "write", "delete")
    assert [code for code, _sentence in answers] == ["no_keyring"] * 3


def test_a_keyring_that_is_started_later_is_found(tmp_path: Path) -> None:
    with SecretService(tmp_path, with_keyring=False) as service:
        before, _, *after = service.run("write", "start_service", "write", "read")
    assert before[0] == "no_keyring"
    assert after == [None, "the session"]


def test_no_session_bus(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path)}
    answers = run_program(environment, "read", "write", "delete")
    assert [code for code, _sentence in answers] == ["no_keyring"] * 3
    assert "no keyring can be reached from here" in answers[0][1]
