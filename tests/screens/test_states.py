"""What pages say that could not be loaded: the key that helps is among those they name."""

from __future__ import annotations

import pytest

from api_client.documents import Snapshot
from api_client.errors import ApiError, SessionEnded, SessionUnreadable, Unreachable
from screens import lesson_states, outline_states
from widgets.outline_rows import Narrowing


@pytest.mark.parametrize(
    ("error", "first"),
    [(Unreachable("Offline."), "r"), (SessionEnded("It ended."), "S"), (SessionUnreadable("Locked."), "S")],
)
def test_the_first_key_is_the_one_that_helps(error: ApiError, first: str) -> None:
    outline = outline_states.state_of(Snapshot(None, error=error), Narrowing())
    lesson = lesson_states.state_of(Snapshot(None, error=error))
    assert [outline.keys[0].key, lesson.keys[0].key] == [first, first]
