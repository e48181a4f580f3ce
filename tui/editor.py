"""Editing a text in the person's own editor: an argument vector, never a shell, and no file for others to read."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from screens.edited_text import EditedText

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

_KEPT = "kept-"
"""How folders begin whose texts were left by a failure, and were named to the person."""


class EditorFailed(Exception):  # noqa: N818  # it says what happened
    """No text came back; the sentence says why, and where the text is kept."""


class Editor:
    """`$VISUAL`, else `$EDITOR`, on files of mode 0600 in a folder of ours."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """`folder` is made when it is needed."""
        self._folder = folder
        self._environment = os.environ if environment is None else environment

    def edit(self, text: str, name: str) -> EditedText | None:
        """Let the text be edited, and wait for the editor; None if it comes back as it was.

        `name` becomes the file's. The terminal must be the editor's meanwhile. Raises EditorFailed.
        """
        command = self._command()
        path = self._write(text, name)
        with _deaf_to_interrupts():
            failure = self._run([*command, str(path)])
        if failure:
            raise EditorFailed(f"{failure} What was written is in {_keep(path)}")
        try:
            edited = path.read_bytes().decode("utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError):
            raise EditorFailed(f"The text cannot be read as UTF-8. It is in {_keep(path)}") from None
        result = EditedText(edited, path)
        if edited == text:
            result.discard()
            return None
        return result

    def left_behind(self) -> list[Path]:
        """The files that a process which ended without a word left; each is named once, and then kept."""
        with suppress(OSError):
            folders = [folder for folder in self._folder.iterdir() if _is_orphan(folder)]
            return [_keep(path) for folder in folders for path in sorted(folder.glob("*.md"))[:1]]
        return []

    def _command(self) -> list[str]:
        chosen = self._environment.get("VISUAL") or self._environment.get("EDITOR") or ""
        try:
            command = shlex.split(chosen, posix=os.name != "nt")
        except ValueError:
            raise EditorFailed("What VISUAL or EDITOR names has a quote that is not closed.") from None
        if not command:
            raise EditorFailed("No editor is chosen: the environment variable EDITOR names one, such as nano or vim.")
        return command

    def _write(self, text: str, name: str) -> Path:
        # Not at the top of the file: the first frame does not wait for what only an editor needs.
        from tempfile import mkdtemp

        word = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40] or "text"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._folder.chmod(0o700)
            path = Path(mkdtemp(prefix=f"{os.getpid()}-", dir=self._folder)) / f"{word}.md"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                # With the newline that every editor ends a file with, so that none adds its own.
                file.write(f"{text}\n".encode())
        except OSError as error:
            raise EditorFailed(f"The text cannot be written to {self._folder}: {error.strerror}.") from None
        return path

    def _run(self, command: list[str]) -> str:
        """Run the editor; the result is what went wrong, empty if nothing did."""
        environment = {name: value for name, value in self._environment.items() if name != "SYLLABUS_TOKEN"}
        name = Path(command[0]).name
        try:
            code = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  # an argument vector
        except OSError as error:
            return f"{name} could not be started: {error.strerror or 'it is no program'}."
        return f"{name} ended with code {code}." if code else ""


def _keep(path: Path) -> Path:
    """Give the text's folder a name under which it stays, and return where the text is now."""
    folder = path.parent
    kept = folder.with_name(_KEPT + folder.name)
    with suppress(OSError):
        folder.rename(kept)
        return kept / path.name
    return path


def _is_orphan(folder: Path) -> bool:
    number = folder.name.partition("-")[0]
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _deaf_to_interrupts() -> Generator[None]:
    """`ctrl+c` is the editor's. A handler, and not SIG_IGN: the editor would inherit that."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
