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
