"""Folders, the log, the time zone and the embedded backend."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import pytest

from backend import demo
from tui.embedded import NotStarted, embedded_target
from tui.log import log_to
from tui.time_zone import local_time_zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tui.conftest import Home


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
    before, raising, excepthook = list(logger.handlers), logging.raiseExceptions, threading.excepthook
    yield logger
    for handler in [handler for handler in logger.handlers if handler not in before]:
        logger.removeHandler(handler)
        handler.close()
    logging.raiseExceptions = raising
    threading.excepthook = excepthook


def test_the_log_is_a_file_made_when_there_is_something_to_say(
    tmp_path: Path, root_logger: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    log_to(tmp_path / "state")
    assert not list((tmp_path / "state").iterdir())
    root_logger.warning("it happened")
    assert "it happened" in (tmp_path / "state" / "syllabus.log").read_text(encoding="utf-8")
    assert capfd.readouterr() == ("", "")


def test_what_an_exception_quotes_is_taken_out_of_the_log(
    tmp_path: Path, root_logger: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError("{'refresh_token': 'fvIRZDIq0PHTFy', 'email': 'ana@example.com'}")

    log_to(tmp_path / "state")
    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    thread.join()
    text = (tmp_path / "state" / "syllabus.log").read_text(encoding="utf-8")
    assert "the thread worker failed" in text
    assert "ValueError: {'refresh_token': '<removed>', 'email': '<e-mail>'}" in text
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
