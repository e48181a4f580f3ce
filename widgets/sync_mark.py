"""The word and sign that say whether everything is saved."""

from api_client.status import SyncStatus
from widgets.marks import marks
from widgets.paint import Line, Piece


def sync_mark(status: SyncStatus) -> Line:
    """The header's sync mark: `● synced`, `◌ 3 waiting`, `○ offline 14:02` `! 1 refused`, or `• moves unsaved`."""
    signs = marks()
    if status.refused:
        return [Piece(f"{signs.refused} {status.refused} refused", "error")]
    if status.connection == "offline":
        since = f" {status.since.astimezone():%H:%M}" if status.since else ""
        return [Piece(f"{signs.offline} offline{since}", "warning")]
    if status.connection == "failing":
        return [Piece(f"{signs.refused} server error", "warning")]
    if status.connection == "signed_out":
        return [Piece(f"{signs.refused} {'no session' if status.session_unreadable else 'session ended'}", "warning")]
    if status.waiting:
        return [Piece(f"{signs.waiting} {status.waiting} waiting", "warning")]
    if status.drafts:
        return [Piece(f"{signs.moved} moves unsaved", "warning")]
    if status.connection == "starting":
        return []
    if status.anonymous:
        return [Piece(f"{signs.offline} signed out", "muted")]
    return [Piece(signs.synced, "success"), Piece(" synced", "muted")]


def is_synced(status: SyncStatus) -> bool:
    """Whether there is nothing to say: all saved, or only just starting."""
    quiet = status.connection in ("online", "starting")
    return quiet and not (status.waiting or status.refused)
