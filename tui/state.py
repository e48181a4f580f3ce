"""What is remembered between starts: the last server and account, no secret."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """The last server, empty for the embedded one, and whose cache and queue were used with it."""

    server: str = ""
    account: str = ""


def load_state(folder: Path) -> State:
    """What was remembered; nothing where the file lacks or is damaged, for it can always be made anew."""
    try:
        value: Any = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        return State(server=str(value["server"]), account=str(value["account"]))
    except (OSError, ValueError, TypeError, KeyError):
        return State()


def save_state(folder: Path, state: State) -> None:
    """Remember, in one step: a reader sees the old or the new file, never half of one. Raises OSError."""
    from tempfile import NamedTemporaryFile

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=folder, prefix=".state-", delete=False, encoding="utf-8") as file:
        json.dump(asdict(state), file)
    try:
        os.replace(file.name, folder / "state.json")  # noqa: PTH105  # the name is text already
    except OSError:
        with suppress(OSError):
            os.unlink(file.name)  # noqa: PTH108
        raise
