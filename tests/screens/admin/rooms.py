"""Ways into the admin's places that tests share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from backend.database import Database
from screens.admin.place import AdminPlace
from screens.admin.places import PLACES
from tests.screens.places import app_of, demo_database
from tests.screens.running import screen_text, until

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from sqlalchemy import Connection
    from textual.pilot import Pilot


@contextmanager
def embedded_database(home: Path) -> Generator[Connection]:
    """The embedded backend's database under `home`, made and filled as by a first start, to be written to."""
    demo_database(home).close()
    database = Database.open(f"sqlite:///{home}/data/syllabus.db")
    with database.write() as connection:
        yield connection
    database.close()


async def go_to(pilot: Pilot[int], name: str) -> AdminPlace[Any]:
    """One of the admin's places, with its rows, once the server said that the viewer is an admin."""
    app = app_of(pilot)
    await until(pilot, lambda: app.library.status.is_admin, "an admin")
    mode = next(place.mode for place in PLACES if place.name == name)
    app.action_show_admin(mode)
    await until(pilot, lambda: isinstance(app.screen, AdminPlace) and app.screen.is_mounted, name)
    screen = app.screen
    assert isinstance(screen, AdminPlace)
    await until(pilot, lambda: app.current_mode == mode and "loading" not in screen_text(pilot).casefold(), name)
    return screen
