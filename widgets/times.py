"""Points in time as people say them, in local time."""

from datetime import datetime


def day_name(moment: datetime, now: datetime | None = None) -> str:
    """`today`, `Sun 22`, `8 Nov` or `8 Nov 2025`; in the time zone of `now`, else in the local one."""
    local = moment.astimezone(now.tzinfo if now else None)
    today = (now or datetime.now().astimezone()).date()
    days = (today - local.date()).days
    if days == 0:
        return "today"
    if 0 < days < 14:
        return f"{local:%a} {local.day}"
    if local.year == today.year:
        return f"{local.day} {local:%b}"
    return f"{local.day} {local:%b %Y}"


def ago(moment: datetime, now: datetime | None = None) -> str:
    """The day, with the time of day where it was today."""
    name = day_name(moment, now)
    return f"{name} {moment.astimezone():%H:%M}" if name == "today" else name


def day_and_time(moment: datetime) -> str:
    """`today 09:41`, `Sun 22 21:05`: for what is listed by when it happened."""
    return f"{day_name(moment)} {moment.astimezone():%H:%M}"
