"""A course's outline in the admin's own editor, while another admin changes the course: in a real terminal."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal

if TYPE_CHECKING:
    from tests.tui.conftest import Home

EDITOR = """
import subprocess, sys
from pathlib import Path
path = Path(sys.argv[1])
text = path.read_text().replace("  Foundations", "  Basics")
path.write_text(text + "\\n= + public Appendix\\n+ https://youtu.be/PFDu9oVAE-g One more\\n")
lines = (path.home() / "others").read_text()
command = [sys.executable, "-P", "-m", "tui.cli", "admin", "order", "linear", "--file", "-"]
subprocess.run(command, input=lines, text=True, check=True)
"""


@pytest.mark.pty
def test_a_text_is_saved_over_what_another_admin_did_while_it_was_edited(home: Home) -> None:
    """The editor is the other admin, too: before it ends it moves the first lesson to the end."""
    head, first, *others = home.run("admin", "outline", "linear").out.splitlines()
    (home.folder / "others").write_text("\n".join([head, *others, first]), encoding="utf-8")
    (home.folder / "editor.py").write_text(EDITOR, encoding="utf-8")
    environment = home.environment | {"EDITOR": f"{sys.executable} {home.folder / 'editor.py'}"}
    with Terminal(home.command(), environment, limit=60) as terminal:
        terminal.wait_for("5 Admin")
        terminal.press("5")
        terminal.wait_for("Courses 14", "↵ Open   a New")
        terminal.click_on("Linear Algebra")
        terminal.wait(lambda: re.search("▌ +Linear Algebra", terminal.text) is not None, "the course is selected")
        terminal.press("enter")
        terminal.wait_for("outline in $EDITOR")
        terminal.press("E")
        terminal.wait_for("3 changes to Linear Algebra")
        terminal.press("f2")
        terminal.wait_for("Another admin changed this course meanwhile.")
        terminal.wait_for("3 changes to Linear Algebra")
        terminal.press("f2")
        terminal.wait_for("The outline was saved.")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    rows = home.run("admin", "outline", "linear").lines
    assert rows[0][3] == "Basics"
    assert rows[1][1] == others[0].split("\t")[1]
    assert [row[3] for row in rows[-3:]] == [first.split("\t")[3], "Appendix", "One more"]
    assert list((home.folder / ".local/state/syllabus/edits").iterdir()) == []


REWRITING = """
import sys
from pathlib import Path
path = Path(sys.argv[1])
lines = path.read_text().replace("Five puzzles for", "Six puzzles for").splitlines()
chess = next(place for place, line in enumerate(lines) if "impossible chessboard" in line)
moved = lines.pop(chess).replace("public ", "preview")
first = next(place for place, line in enumerate(lines) if "hardest problem" in line)
lines.insert(first, moved)
lines.append("  + https://www.youtube.com/watch?v=PFDu9oVAE-g&t=30s Brand new")
path.write_text("\\n".join(lines) + "\\n")
"""

SIX = "Six puzzles for thinking outside the box"


@pytest.mark.pty
def test_a_text_reorders_renames_shows_and_adds_in_one_go(home: Home) -> None:
    """What the text changes is read before anything is saved; then all of it is, and the text is gone."""
    before = home.run("admin", "outline", "puzzles").lines
    (home.folder / "editor.py").write_text(REWRITING, encoding="utf-8")
    environment = home.environment | {"EDITOR": f"{sys.executable} {home.folder / 'editor.py'}"}
    with Terminal(home.command(), environment, limit=60) as terminal:
        terminal.wait_for("5 Admin")
        terminal.press("5")
        terminal.wait_for("Courses 14")
        terminal.click_on("Puzzles")
        terminal.press("enter")
        terminal.wait_for("outline in $EDITOR")
        terminal.press("E")
        terminal.wait_for("4 changes to Puzzles")
        terminal.wait_for("f2 Save")
        for heading in ("New", "Moved", "Renamed", "Visibility"):
            counted = re.compile(rf" {heading} +1( |$)", re.MULTILINE)
            terminal.wait(lambda wanted=counted: bool(wanted.search(terminal.text)), f"one below {heading}")
        (text,) = (home.folder / ".local/state/syllabus/edits").rglob("*.md")
        assert home.run("admin", "outline", "puzzles").lines == before
        terminal.press("f2")
        terminal.wait_for("The outline was saved.")
        assert not text.exists()
        saved = home.run("admin", "outline", "puzzles").lines
        assert saved[1][3:5] == ["The impossible chessboard puzzle", "preview"]
        assert [row[3:5] for row in saved[-2:]] == [[SIX, "public"], ["Brand new", "private"]]
        # What is new is not undone: that would be to delete it.
        terminal.press("u")
        terminal.wait_for("1 moved · unsaved")
        terminal.press("u")
        terminal.wait_for("Five puzzles for")
        terminal.press("f2")
        terminal.wait_for("1 saved")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    after = home.run("admin", "outline", "puzzles").lines
    assert after[:-1] == before
    assert after[-1][3:5] == ["Brand new", "private"]
