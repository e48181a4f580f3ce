"""What the screen of signing in says: how far one is, with which two hosts, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Literal

from textual.reactive import reactive

from widgets.block import Block
from widgets.marks import marks
from widgets.paint import Line, Piece, cut_line, spread, wrap
from widgets.steps import step_lines
from widgets.text import one_line

Step = Literal["address", "asking", "browser", "device", "identifying", "keeping", "unkept", "failed"]
LOW = 16
"""Rows of the terminal below which there are no blank lines, and no step but the present one."""
TALL = 30
_CURRENT = {"asking": 0, "browser": 1, "device": 1, "identifying": 2, "keeping": 2, "unkept": 2}


@dataclass(frozen=True, slots=True)
class SignInView:
    """What is known so far; text that comes from outside is shown as text."""

    step: Step = "address"
    server_host: str = ""
    server_name: str = ""
    """What the server calls itself."""
    issuer_host: str = ""
    link: str = ""
    """Where to sign in, for the browser or with the code."""
    code: str = ""
    """To be entered there."""
    until: datetime | None = None
    """When the link or the code ends, UTC."""
    trouble: str = ""
    """Why it may take longer, or why it failed."""


def time_left(until: datetime | None, now: datetime) -> str:
    """`23 h left`, `9 min left`, `less than a minute left`; empty where there is no end."""
    if until is None:
        return ""
    minutes = ceil((until - now).total_seconds() / 60)
    if minutes >= 120:
        return f"{minutes // 60} h left"
    return f"{minutes} min left" if minutes > 1 else "less than a minute left"


class SignInCard(Block):
    """Steps, sentences, code and link, with blank lines between them where there is room."""

    view: reactive[SignInView] = reactive(SignInView(), layout=True)

    def compose_lines(self, width: int) -> list[Line]:
        """All that there is to say at this step."""
        height = self.app.size.height
        blocks = [self._head(width), self._text(width), self._code(width), self._link(width), self._trouble(width)]
        lines: list[Line] = []
        for block in filter(None, blocks):
            lines += [[], *block] if lines and height >= LOW else block
        return lines

    # --- how far one is

    def _head(self, width: int) -> list[Line]:
        view, height = self.view, self.app.size.height
        title: Line = [Piece("Sign in", "strong")]
        if view.step == "address":
            return [title]
        if height >= LOW:
            return [title, [], *self._steps(width)]
        where = f" to {one_line(view.server_host)}" if view.server_host else ""
        first = spread([*title, Piece(where, "strong")], [Piece(self._left(short=True), "muted")], width)
        name = f", for {one_line(view.server_name)}" if view.server_name else ""
        at = f"at {one_line(view.issuer_host)}{name}" if view.issuer_host else ""
        return [first, cut_line([Piece(at, "muted")], width)] if at else [first]

    def _steps(self, width: int) -> list[Line]:
        view = self.view
        if view.step == "failed":
            return []
        current = _CURRENT[view.step]
        asked = f"Asking {one_line(view.server_host)}" if current == 0 else self._server()
        at = f"Sign in at {one_line(view.issuer_host)}" if view.issuer_host else "Sign in"
        left = self._left() if current == 1 else ""
        steps = ((asked, ""), (at, left), ("Signed in here", ""))
        return step_lines(steps, current, width, joined=self.app.size.height >= TALL)

    def _server(self) -> str:
        view = self.view
        host = one_line(view.server_host)
        return f"{one_line(view.server_name)} {marks().dot} {host}" if view.server_name else host

    def _left(self, *, short: bool = False) -> str:
        left = time_left(self.view.until, datetime.now(UTC))
        return left.removesuffix(" left") if short else left

    # --- what to do

    def _text(self, width: int) -> list[Line]:
        view = self.view
        server = one_line(view.server_host)
        flat = self.app.size.height < LOW
        sentence = {
            "address": "Which server are your courses on? You sign in through a browser, with your account there.",
            "browser": f"Open this link in a browser on this computer. The session is for {server} alone.",
            "device": f"Open this page on any computer or phone and enter the code. The session is for {server} alone.",
            "identifying": f"Asking {server} who you are.",
            "keeping": "Keeping the session for the next start.",
        }.get(view.step, "")
        return [] if flat and view.step in ("browser", "device") else wrap(sentence, width, "muted") if sentence else []

    def _code(self, width: int) -> list[Line]:
        if not self.view.code:
            return []
        spaced = f"   {' '.join(one_line(self.view.code))}   "
        row = cut_line([Piece(spaced, "chip")], width)
        if self.app.size.height < LOW:
            return [row]
        blank = [Piece(" " * len(row[0].text), "chip")]
        return [blank, row, blank]

    def _link(self, width: int) -> list[Line]:
        """In full: a part of it is of no use to whoever types it or takes it with the mouse."""
        link = self.view.link
        return (
            [[piece._replace(action="screen.open") for piece in line] for line in wrap(link, width, "link")]
            if link
            else []
        )

    def _trouble(self, width: int) -> list[Line]:
        view = self.view
        if not view.trouble or view.step == "address":  # there it stands below what was typed
            return []
        if view.step in ("failed", "unkept"):
            return wrap(f"{marks().refused} {view.trouble}", width, "error")
        return wrap(f"{marks().waiting} {view.trouble} It is tried again by itself.", width, "warning")
