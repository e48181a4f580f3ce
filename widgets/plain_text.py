"""Markdown as plain paragraphs, for where there is room for a glance only."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

GLANCE = 4000
"""Characters that are looked at: more paragraphs than that fit no pane."""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def paragraphs(markdown: str) -> list[str]:
    """The first paragraphs without their marks.

    Headings, lists, code and quotes are left out, and so is what only announces a list.
    """
    tokens = _parser().parse(markdown[:GLANCE])
    texts = [
        _text(tokens[place + 1])
        for place, token in enumerate(tokens)
        if token.type == "paragraph_open" and token.level == 0 and not _announces_list(tokens[place + 1 : place + 4])
    ]
    return [text for text in texts if text]


def _text(inline: Token) -> str:
    children = inline.children or []
    return "".join(child.content or " " * child.type.endswith("break") for child in children).strip()


def _announces_list(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph, from its text on, ends in a colon and a list follows."""
    return tokens[0].content.endswith(":") and tokens[-1].type in ("bullet_list_open", "ordered_list_open")
