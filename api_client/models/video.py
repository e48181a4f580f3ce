"""Which video of YouTube's a text means: an id, or any link to a video."""

import re
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import AfterValidator, StringConstraints, WithJsonSchema

VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}\Z")
"""What an id must match. Whether there is such a video, YouTube alone knows."""

_HOSTS = {
    *("youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"),
    *("youtube-nocookie.com", "www.youtube-nocookie.com"),
}
_SHORT_HOSTS = {"youtu.be", "www.youtu.be"}
_FOLDERS = {"embed", "shorts", "live", "v", "e", "watch"}
_NO_VIDEOS = {"videoseries", "live_stream"}
"""Stand in an embedded link in the place of an id, and are as long as one: a playlist, and a channel's stream."""

_NEITHER = (
    "This is neither the id of a YouTube video (11 letters, digits, - or _) nor a link to one, "
    "such as https://youtu.be/PFDu9oVAE-g."
)
_ELSEWHERE = "This link does not lead to YouTube. Take the video's own link, such as https://youtu.be/PFDu9oVAE-g."
_NO_VIDEO = "This link leads to YouTube, but not to a video. Open the video there and copy its link."


def video_id(text: str) -> str | None:
    """The id of the video that a text means; None if it means none."""
    text = text.strip()
    if VIDEO_ID.match(text):
        return text
    link = _link(text)
    return None if link is None else _linked(link)


def video_fault(text: str) -> str | None:
    """Why a text means no video, as a sentence; None if it means one."""
    if video_id(text) is not None:
        return None
    link = _link(text.strip())
    if link is None:
        return _NEITHER
    return _NO_VIDEO if link.netloc.lower() in _HOSTS | _SHORT_HOSTS else _ELSEWHERE


def _link(text: str) -> SplitResult | None:
    """The text as a URL, with or without its scheme; None if it looks like none."""
    if not text.isprintable() or " " in text or "\\" in text or "." not in text:
        return None  # urlsplit drops some of what is not printable, and browsers read `\\` as `/`
    scheme, separator, rest = text.partition("//")
    if separator and scheme.lower() not in ("https:", "http:", ""):
        scheme, rest = "", text
    try:
        return urlsplit(f"https://{rest if separator else text}")
    except ValueError:
        return None


def _linked(link: SplitResult) -> str | None:
    """The id in a link. The host must be exactly YouTube's: no user, no port, nothing that only begins or ends so."""
    host = link.netloc.lower()
    first, _, rest = link.path.removeprefix("/").partition("/")
    rest = rest.removesuffix("/")
    if host in _SHORT_HOSTS:
        found = {first} if not rest else set[str]()
    elif host not in _HOSTS:
        return None
    elif first == "watch" and not rest:
        found = {value for name, value in parse_qsl(link.query) if name == "v"}
    else:
        found = {rest} if first in _FOLDERS else set[str]()
    found -= _NO_VIDEOS
    only = found.pop() if len(found) == 1 else ""
    return only if VIDEO_ID.match(only) else None


def _video(value: str) -> str:
    if fault := video_fault(value):
        raise ValueError(fault)
    return video_id(value) or value


Video = Annotated[
    str,
    StringConstraints(strict=True),
    AfterValidator(_video),
    WithJsonSchema({"type": "string", "description": "The id of a YouTube video, or any link to one."}),
]
"""A video in a request: an id, or any link to a video on YouTube. It is read as the id."""
