"""Folders, the remembered state, the log, the time zone, and which backend is used."""

from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING

import pytest

from backend import demo
from tui.embedded import EMBEDDED_URL, NotStarted, embedded_target
from tui.log import log_to
from tui.settings import Settings
from tui.state import State, load_state, save_state
from tui.targets import choose_target
from tui.time_zone import local_time_zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tui.conftest import Home

SERVER = "https://learn.example.com"


def test_the_state_is_remembered_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "state"
    assert load_state(folder) == State()
    save_state(folder, State(SERVER, "user_1"))
    save_state(folder, State(SERVER, "user_2"))
    assert load_state(folder) == State(SERVER, "user_2")
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "[]", "{}", "3", '{"server": ""}', "\ufffd{"])
def test_a_damaged_state_is_no_state(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_text(text, encoding="utf-8")
    assert load_state(tmp_path) == State()


def test_a_state_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "state.json").mkdir()
    with pytest.raises(OSError, match="directory"):
        save_state(tmp_path, State(SERVER, "user_1"))
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_the_account_belongs_to_its_server(tmp_path: Path) -> None:
    settings = Settings(server=SERVER)
    assert choose_target(settings, tmp_path, State()).account == "anonymous"
    assert choose_target(settings, tmp_path, State(SERVER, "user_1")).account == "user_1"
    assert choose_target(settings, tmp_path, State("https://other.example.com", "user_1")).account == "anonymous"
    assert choose_target(settings, tmp_path, State()).label == "learn.example.com"
    embedded = choose_target(Settings(), tmp_path, State(SERVER, "user_1"))
    assert (embedded.url, embedded.account) == (EMBEDDED_URL, "local")


def test_choosing_the_embedded_backend_opens_nothing(tmp_path: Path) -> None:
    embedded_target(tmp_path / "data")
    assert not list(tmp_path.iterdir())


def test_a_first_start_cut_short_is_begun_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short(*_: object) -> None:
        raise KeyboardInterrupt

    make_app = embedded_target(home.data).make_app
    assert make_app
    with monkeypatch.context() as patch:
        patch.setattr(demo, "fill", cut_short)
        with pytest.raises(KeyboardInterrupt):
            make_app()
    assert len(home.run("courses").lines) >= 10


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "syllabus.db").write_text("no database, but long enough to be taken for one " * 100, encoding="utf-8")
    for folder in (tmp_path / "file" / "data", tmp_path):
        make_app = embedded_target(folder).make_app
        assert make_app
        with pytest.raises(NotStarted, match=f"{folder}/syllabus.db cannot be used"):
            make_app()


def test_the_zone_is_that_of_the_environment_or_the_system() -> None:
    assert local_time_zone({"TZ": "Asia/Tokyo"}) == "Asia/Tokyo"
    assert local_time_zone({"TZ": ":Europe/Berlin"}) == "Europe/Berlin"
    assert local_time_zone({"TZ": "nonsense"}) == local_time_zone({}) != ""
    assert local_time_zone({"TZ": "../../etc/passwd"}) == local_time_zone({})


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    logger = logging.getLogger()
    before, raising = list(logger.handlers), logging.raiseExceptions
    yield logger
    for handler in [handler for handler in logger.handlers if handler not in before]:
        logger.removeHandler(handler)
        handler.close()
    logging.raiseExceptions = raising


def test_the_log_is_a_file_made_when_there_is_something_to_say(
    tmp_path: Path, root_logger: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    log_to(tmp_path / "state")
    assert not list((tmp_path / "state").iterdir())
    root_logger.warning("it happened")
    assert "it happened" in (tmp_path / "state" / "syllabus.log").read_text(encoding="utf-8")
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_is_no_failure(
    tmp_path: Path, root_logger: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    log_to(tmp_path / "file")
    root_logger.warning("it happened")
    (tmp_path / "state" / "syllabus.log").mkdir(parents=True)
    log_to(tmp_path / "state")
    root_logger.warning("it happened")
    assert capfd.readouterr() == ("", "")
