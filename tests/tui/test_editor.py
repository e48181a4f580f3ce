"""Long text in the person's own editor: in a real terminal, and what becomes of the file when something fails."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal
from tui.editor import Editor, EditorFailed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Home

TEXT = "one\n\ttwo"


def script(folder: Path, code: str) -> str:
    """An editor that does this with the file; as a command with a space and quotes in it."""
    path = folder / "my editor.py"
    path.write_text(f"import os, sys\nfrom pathlib import Path\npath = Path(sys.argv[-1])\n{code}\n", encoding="utf-8")
    return f"{sys.executable} '{path}' --wait"


def editor(folder: Path, code: str) -> Editor:
    command = script(folder, code)
    return Editor(folder / "edits", {"VISUAL": command, "EDITOR": "false", "SYLLABUS_TOKEN": "t", "PATH": "/bin"})


def test_the_text_goes_there_and_back_and_the_file_is_ours_alone_and_then_gone(tmp_path: Path) -> None:
    code = f"""
assert path.read_bytes() == {TEXT!r}.encode() + b"\\n" and sys.argv[1:-1] == ["--wait"]
assert "SYLLABUS_TOKEN" not in os.environ
assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
path.write_bytes("three ä\\r\\n".encode()); Path(str(path) + "~").write_text("backup")
"""
    edited = editor(tmp_path, code).edit(TEXT, "Edit Lesson/..\x1b")
    assert edited is not None
    assert edited.text == "three ä\r"
    assert edited.path.name == "edit-lesson.md"
    assert stat.S_IMODE((tmp_path / "edits").stat().st_mode) == 0o700
    edited.discard()
    assert list((tmp_path / "edits").iterdir()) == []


def test_what_was_not_changed_is_no_edit_and_leaves_nothing(tmp_path: Path) -> None:
    assert editor(tmp_path, "").edit(TEXT, "x") is None
    assert list((tmp_path / "edits").iterdir()) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [("path.write_text('kept'); sys.exit(3)", "ended with code 3"), ("path.write_bytes(b'kept\\xff')", "UTF-8")],
)
def test_a_failure_keeps_and_names_the_text(tmp_path: Path, code: str, says: str) -> None:
    with pytest.raises(EditorFailed, match=says) as failed:
        editor(tmp_path, code).edit(TEXT, "x")
    kept = next((tmp_path / "edits").glob("kept-*/x.md"))
    assert str(kept) in str(failed.value)
    assert kept.read_bytes().startswith(b"kept")


@pytest.mark.parametrize(
    ("command", "says"),
    [("", "EDITOR names one"), ("vi 'x", "quote"), ("no-such-editor", "could not be started")],
)
def test_without_an_editor_it_is_said_what_helps(tmp_path: Path, command: str, says: str) -> None:
    with pytest.raises(EditorFailed, match=says):
        Editor(tmp_path / "edits", {"EDITOR": command, "PATH": str(tmp_path)}).edit(TEXT, "x")


def test_what_a_killed_program_left_is_named_once(tmp_path: Path) -> None:
    dead, alive = tmp_path / "4194305-abc", tmp_path / f"{os.getpid()}-abc"
    for folder in (dead, alive):
        folder.mkdir()
        (folder / "x.md").write_text("work")
    ours = Editor(tmp_path, {})
    assert ours.left_behind() == [tmp_path / "kept-4194305-abc/x.md"]
    assert ours.left_behind() == []
    assert (alive / "x.md").exists()


@pytest.mark.pty
def test_in_a_terminal_the_editor_has_it_and_the_form_gets_the_text(home: Home) -> None:
    typed = home.folder / "typed"
    code = f"""
import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)
print("EDITOR HERE", flush=True)
Path({str(typed)!r}).write_text(input())
path.write_text("from the editor\\n" + path.read_text())
"""
    environment = home.environment | {"EDITOR": script(home.folder, code)}
    with Terminal(home.command(), environment, size=(100, 30)) as terminal:
        terminal.wait_for("5 Admin")
        terminal.press("5")
        terminal.wait_for("Courses 14", "↵ Open   a New")
        terminal.press("e")
        terminal.wait_for("Edit course")
        terminal.press("f4")
        terminal.wait_for("EDITOR HERE")
        terminal.press("\x03", *"hello", "\r")
        terminal.wait_for("unsaved")
        assert typed.read_text() == "hello"
        terminal.wait_for("from the editor")
        terminal.press("f2")
        terminal.wait_gone("Edit course")
        terminal.press("e")
        terminal.wait_for("from the editor")
    assert list((home.folder / ".local/state/syllabus/edits").iterdir()) == []
