"""What the browser shows when it comes back: small pages that load nothing and tell nobody."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http import HTTPStatus

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto 0;padding:0 1.5rem}"
    "h1{font-size:1.5rem}"
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = "\r\n".join(
    (
        "Content-Type: text/html; charset=utf-8",
        "Cache-Control: no-store",
        # The address holds the code.
        "Referrer-Policy: no-referrer",
        f"Content-Security-Policy: {_POLICY}",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    )
)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer to the browser, in plain text."""

    status: HTTPStatus
    title: str
    text: str

    def encoded(self) -> bytes:
        """The HTTP response."""
        title, text = escape(self.title), escape(self.text)
        body = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title} – Syllabus</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
            f"<h1>{title}</h1><p>{text}</p></html>\n"
        ).encode()
        allow = "Allow: GET\r\n" if self.status is HTTPStatus.METHOD_NOT_ALLOWED else ""
        head = (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n{_HEADERS}\r\n{allow}"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode("ascii") + body


def failed(sentence: str) -> Page:
    """The attempt is over, and why."""
    return Page(HTTPStatus.OK, "You are not signed in", f"{sentence} You can go back to your terminal.")


ANSWERED = Page(
    HTTPStatus.OK,
    "You can go back to your terminal",
    "Syllabus has the answer of the sign-in service, and goes on there. This page can be closed.",
)
ALREADY_ANSWERED = Page(
    HTTPStatus.GONE, "This was answered already", "A sign-in takes one answer. You can go back to your terminal."
)
NOT_OURS = Page(
    HTTPStatus.BAD_REQUEST,
    "This is no answer to this sign-in",
    "If you are signing in just now, use the link that your terminal shows; it still waits.",
)
NOT_FOUND = Page(HTTPStatus.NOT_FOUND, "There is nothing here", "Syllabus only waits for the answer to a sign-in.")
NOT_ALLOWED = Page(HTTPStatus.METHOD_NOT_ALLOWED, "This is no answer to a sign-in", "It has to be a GET.")
