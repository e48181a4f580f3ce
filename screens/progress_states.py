"""What the progress says: its figures, and what stands in their place while there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.errors import Unauthenticated
from screens.pace import finish_date, longest_streak_text, pace_text, weekly_pace
from widgets.progress_figures import Figure
from widgets.recent_list import RecentRow
from widgets.state_panel import LOADING, KeyHelp, PanelState
from widgets.times import day_name

if TYPE_CHECKING:
    from datetime import date, datetime

    from api_client.documents import Snapshot
    from api_client.models import Progress

_RETRY = KeyHelp("r", "Try again", action="screen.reload")
_CATALOG = KeyHelp("1", "Catalog", "choose a course", action="app.show_tab('catalog')")
_CONTINUE = KeyHelp("c", "Continue", "go to your next lesson", action="app.continue_learning")
_SIGN_IN = KeyHelp("S", "Sign in", "and your progress is here", action="app.sign_in")
_SIGNED_OUT = PanelState(
    "signed_out",
    "Progress needs an account",
    "You are not signed in here, so nothing can be marked complete. Courses and previews can be read all the same.",
    [_SIGN_IN, _CATALOG],
)


def state_of(snapshot: Snapshot[Progress], *, anonymous: bool) -> PanelState | None:
    """The panel for a progress without anything to show; None where there is something."""
    progress = snapshot.value
    if progress is not None and (progress.completed_count or progress.days):
        return None
    if anonymous or isinstance(snapshot.error, Unauthenticated):
        return _SIGNED_OUT
    if progress is not None:
        why = "Mark a lesson complete, and your streak, your pace and your year begin here."
        return PanelState("empty", "Nothing completed yet", why, [_CONTINUE, _CATALOG])
    if snapshot.error is not None:
        return PanelState("failed", "Your progress could not be loaded", str(snapshot.error), [_RETRY])
    return LOADING


def figures(progress: Progress, today: date) -> tuple[Figure, ...]:
    """How much, how steadily, how fast, until when."""
    pace = weekly_pace({day.date: day.completed for day in progress.days}, today)
    return (_done(progress), _streak(progress, today), _pace(progress, pace, today), _finish(progress, pace, today))


def _done(progress: Progress) -> Figure:
    total, done = progress.lesson_count, progress.completed_count
    percent = f"{done * 100 // total} %" if total else "no lesson yet"
    words = f"of {total:,} lesson{'' if total == 1 else 's'}"
    return Figure(f"{done:,}", words, f"{percent} of what is yours" if total else percent, percent, "accent")


def _streak(progress: Progress, today: date) -> Figure:
    current, longest = progress.current_streak, progress.longest_streak
    value = "1 day" if current == 1 else f"{current:,} days"
    note = longest_streak_text(longest, progress.longest_streak_end, current, today)
    return Figure(value, "in a row", note, f"longest {longest:,}" if longest else "")


def _pace(progress: Progress, pace: float, today: date) -> Figure:
    end = finish_date(progress.lesson_count - progress.completed_count, pace, today)
    short = f"done {_full_date(end)}" if end else "over the last four weeks"
    return Figure(pace_text(pace), "a week", "over the last four weeks", short)


def _finish(progress: Progress, pace: float, today: date) -> Figure:
    remaining = progress.lesson_count - progress.completed_count
    end = finish_date(remaining, pace, today)
    if end:
        day = f"{end.day} {end:%b}"
        return Figure(day, str(end.year), "everything done at this pace", wide_only=True)
    if remaining <= 0:
        return Figure("All done", "", "everything that is yours", wide_only=True)
    note = "not in ten years at this pace" if pace else "nothing in the last four weeks"
    return Figure("No end", "in sight", note, wide_only=True)


def _full_date(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def recent_rows(progress: Progress, now: datetime) -> list[RecentRow]:
    """The completions, newest first, in the time zone of `now`; each day is named once."""
    rows: list[RecentRow] = []
    before = ""
    for recent in progress.recent:
        day = day_name(recent.completed_at, now)
        time = f"{recent.completed_at.astimezone(now.tzinfo):%H:%M}"
        shown = "" if day == before else day
        rows.append(RecentRow(str(recent.lesson_id), recent.lesson_name, recent.course_name, shown, time))
        before = day
    return rows
