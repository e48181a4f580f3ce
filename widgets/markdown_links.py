"""The links of a Markdown text, for who has no mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from widgets.markdown_pages import LONGEST
from widgets.markdown_parser import markdown_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token


def may_have_links(markdown: str) -> bool:
    """Whether it is worth looking for some: a long text takes a while to be read."""
    return "://" in markdown or "www." in markdown


def find_links(markdown: str) -> dict[str, str]:
    """The web addresses of a text by what a list shows of them, in their order, each once."""
    if len(markdown) > LONGEST:
        return {}
    links: dict[str, str] = {}
    for block in markdown_parser().parse(markdown):
        for text, address in _links(block.children or []):
            if address.casefold().startswith(("https://", "http://")) and address not in links.values():
                links[address if text in ("", address) else f"{text}  {address}"] = address
    return links


def _links(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    begin: int | None = None
    for place, token in enumerate(tokens):
        if token.type == "link_open":
            begin = place
        elif token.type == "link_close" and begin is not None:
            text = "".join(each.content for each in tokens[begin:place]).strip()
            # Quoted by the parser, for the click's way to undo.
            yield text, unquote(str(tokens[begin].attrs["href"]))
            begin = None
