"""Links from outside: which of them may be given to a program, and how they get into its arguments."""

from __future__ import annotations

from urllib.parse import quote, urlsplit


def link_fault(url: str) -> str | None:
    """Why this is not opened; None for a web address. What is no web address may be a program's option or worse."""
    if not url.isprintable() or any(character.isspace() for character in url):
        return "The link holds a space or a control character and is not opened."
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "The link is not a valid address and is not opened."
    if parts.scheme not in ("http", "https") or not host:
        return "Only web addresses (http and https) are opened."
    return None


def with_url(command: tuple[str, ...], url: str) -> tuple[str, ...]:
    """The command with the link in the places of `{url}`, or at its end."""
    if not any("{url}" in word or "{quoted_url}" in word for word in command):
        return (*command, url)
    return tuple(word.replace("{url}", url).replace("{quoted_url}", _quoted(url)) for word in command)


def _quoted(url: str) -> str:
    """The link for PowerShell's single quotes: it takes typographic quotes for its own, so only ASCII stays."""
    return quote(url, safe=":/?#[]@!$&()*+,;=%~-._")
