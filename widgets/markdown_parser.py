"""How Markdown from outside is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore


@cache
def markdown_parser() -> MarkdownIt:
    """GitHub's Markdown; HTML is text, and an image is a link to it."""
    parser = MarkdownIt("gfm-like", {"html": False})
    parser.core.ruler.push("links", _prepare_links)
    return parser


def _prepare_links(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = [child for each in token.children for child in _as_link(each)]


def _as_link(token: Token) -> Sequence[Token]:
    if token.type == "image":
        begin = Token("link_open", "a", 1, attrs={"href": _kept(str(token.attrs.get("src", "")))})
        text = Token("text", "", 0, content=token.content or "image")
        return begin, text, Token("link_close", "a", -1)
    if token.type == "link_open":
        token.attrs["href"] = _kept(str(token.attrs.get("href", "")))
    return (token,)


def _kept(address: str) -> str:
    """The address so that it is itself again after the unquoting of Markdown.LinkClicked, which would change it."""
    return address.replace("%", "%25")
