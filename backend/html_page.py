"""The frame of a page, and how it is answered: nothing from elsewhere, nothing kept, in nobody's frame."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

STYLE = """
:root { color-scheme: light dark; --ground: #f4f2ee; --card: #fff; --ink: #1f2328; --dim: #5d6570; --line: #dcd8d0;
  --accent: #3b5bdb; --accent-ink: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #15171b; --card: #1e2127; --ink: #e7e9ec; --dim: #9aa3ae;
  --line: #343941; --accent: #8aa4ff; --accent-ink: #10131a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 27rem; padding: 2rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; }
h1 { margin: 0 0 .75rem; font-size: 1.35rem; line-height: 1.3; }
p, ul { margin: 0 0 1rem; }
ul { padding-left: 1.2rem; }
.dim { color: var(--dim); font-size: .875rem; }
.dim:last-child { margin: 0; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
form { display: grid; gap: .6rem; margin: 1.25rem 0; }
button, input { width: 100%; padding: .7rem 1rem; font: inherit; color: inherit; border: 1px solid var(--line);
  border-radius: 8px; background: transparent; }
input { font: 1.3rem ui-monospace, monospace; letter-spacing: .1em; text-align: center; text-transform: uppercase; }
button { text-align: left; cursor: pointer; }
button b, button span { display: block; }
button.go { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
button.go, button.no { text-align: center; }
button.no { border-color: transparent; color: var(--dim); }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def page(title: str, body: str, status: int = 200, *, leads_to: str = "") -> HTMLResponse:
    """A page. `title` is text, `body` is HTML; `leads_to` is where the answer to its form redirects to.

    Browsers ask `form-action` about that redirect too, and would stay on the page without a word.
    """
    document = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'{_origin(leads_to)}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    headers = {
        "content-security-policy": policy,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    return HTMLResponse(document, status, headers)


def message(title: str, sentence: str, status: int = 200) -> HTMLResponse:
    """A page that says one thing."""
    return page(title, f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p>", status)


def hidden(name: str, text: str) -> str:
    """A field of a form that nobody sees."""
    return f'<input type="hidden" name="{escape(name)}" value="{escape(text)}">'


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
