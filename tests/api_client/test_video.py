"""Which video a text means: an id, or any link to one on YouTube, and nothing that only looks like it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.models.video import VIDEO_ID, video_fault, video_id

VIDEO = "PFDu9oVAE-g"
HOSTS = ("youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "WWW.YouTube.com")
PATHS = (
    f"watch?v={VIDEO}",
    f"watch?v={VIDEO}&t=43s",
    f"watch?list=PL0&index=3&v={VIDEO}&pp=ygU",
    f"watch?app=desktop&v={VIDEO}#t=9",
    f"watch/?v={VIDEO}",
    f"embed/{VIDEO}",
    f"embed/{VIDEO}?start=3&list=PL0",
    f"shorts/{VIDEO}?feature=share",
    f"live/{VIDEO}/?si=abc",
    f"v/{VIDEO}",
    f"e/{VIDEO}",
)
FORMS = [
    *(f"{host}/{path}" for host, path in product(HOSTS, PATHS)),
    *(f"www.youtube-nocookie.com/embed/{VIDEO}{rest}" for rest in ("", "?rel=0")),
    *(f"youtu.be/{VIDEO}{rest}" for rest in ("", "/", "?t=43", "?si=x&list=PL0")),
]


@pytest.mark.parametrize("scheme", ["", "https://", "http://", "HTTPS://", "//", "  https://"])
def test_every_form_of_a_link(scheme: str) -> None:
    for form in FORMS:
        assert video_id(scheme + form) == VIDEO, scheme + form
        assert video_fault(scheme + form) is None


@pytest.mark.parametrize("text", [VIDEO, f" {VIDEO}\n", "-----------", "___________"])
def test_an_id(text: str) -> None:
    assert video_id(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "neither"),
        (VIDEO[:-1], "neither"),
        (VIDEO + "a", "neither"),
        (f"{VIDEO} {VIDEO}", "neither"),
        (f"{VIDEO}\x00", "neither"),
        ("\ud800" * 11, "neither"),
        (f"https:\\\\youtube.com\\watch?v={VIDEO}", "neither"),
        (f"https://you\ttube.com/watch?v={VIDEO}", "neither"),
        ("https://[::1/x.y", "neither"),
        (f"https://youtube.com.evil.example/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://notyoutube.com/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://youtube.com@evil.example/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://evil.example@youtube.com/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://youtube.com:444/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://evil.example/https://youtube.com/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://evil.example?u=youtube.com/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"javascript://youtube.com/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"ftp://youtube.com/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://youtube.com./watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://yоutube.com/watch?v={VIDEO}", "does not lead to YouTube"),
        (f"https://vimeo.com/{VIDEO}", "does not lead to YouTube"),
        ("https://www.youtube.com/watch?list=PL0", "not to a video"),
        ("https://www.youtube.com/watch?v=short", "not to a video"),
        (f"https://www.youtube.com/watch?v={VIDEO}a", "not to a video"),
        (f"https://www.youtube.com/watch?v={VIDEO}&v=AAAAAAAAAAA", "not to a video"),
        ("https://www.youtube.com/embed/videoseries?list=PL0", "not to a video"),
        ("https://www.youtube.com/embed/live_stream?channel=UC0", "not to a video"),
        ("https://www.youtube.com/@somechannel", "not to a video"),
        (f"https://www.youtube.com/playlist/{VIDEO}", "not to a video"),
        (f"https://youtu.be/a/{VIDEO}", "not to a video"),
        (f"https://youtu.be/{VIDEO}%00", "not to a video"),
    ],
)
def test_everything_else_is_told(text: str, sentence: str) -> None:
    assert video_id(text) is None
    assert sentence in (video_fault(text) or "")


@given(st.text(max_size=80) | st.from_regex(r"(https?://)?[a-z.@:/\[\]]{0,30}youtu\.?be[ -~]{0,40}"))
def test_whatever_is_taken_is_an_id(text: str) -> None:
    found = video_id(text)
    assert (found is None) == (video_fault(text) is not None)
    assert found is None or VIDEO_ID.match(found)
