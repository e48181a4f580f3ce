"""A Markdown text in pages of a few blocks each, so that a long one need not be laid out at once.

Textual makes widgets of every block, which takes about a millisecond for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from widgets.markdown_parser import markdown_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

PAGE_BLOCKS = 30
"""Blocks after which a page ends with the outermost block that it is in."""
MOST_BLOCKS = 300
"""Blocks of one outermost block, a list or a table, above which it is shown as the text that it is."""
LONGEST = 200_000
"""Characters above which a text is not even read as Markdown."""
PLAIN_LINES = 200
"""Lines of one plain page."""


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """Tokens of some outermost blocks."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class PlainPage:
    """Text that is shown as it is."""

    text: str


Page = MarkdownPage | PlainPage


def split_pages(source: str) -> Iterator[Page]:
    """The pages of a text."""
    lines = source.split("\n")
    if len(source) > LONGEST:
        yield from _plain(lines)
        return
    page: list[Token] = []
    for block in _outermost(markdown_parser().parse(source)):
        if len(block) > MOST_BLOCKS * 3:
            if page:
                yield MarkdownPage(tuple(page))
                page = []
            begin, end = block[0].map or (0, 0)
            yield from _plain(lines[begin:end])
            continue
        page += block
        if _blocks(page) >= PAGE_BLOCKS:
            yield MarkdownPage(tuple(page))
            page = []
    if page:
        yield MarkdownPage(tuple(page))


def _outermost(tokens: list[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []


def _blocks(tokens: list[Token]) -> int:
    return sum(token.nesting >= 0 and token.type != "inline" for token in tokens)


def _plain(lines: list[str]) -> Iterator[Page]:
    for begin in range(0, len(lines), PLAIN_LINES):
        yield PlainPage("\n".join(lines[begin : begin + PLAIN_LINES]))
