"""Markdown as plain paragraphs, for where there is room for a glance only."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

GLANCE = 4000
"""Characters that are looked at: more paragraphs than that fit no pane."""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def paragraphs(markdown: str) -> list[str]:
    """The first paragraphs without their marks; headings, lists, code and quotes are left out."""
    texts: list[str] = []
    tokens = _parser().parse(markdown[:GLANCE])
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and before.level == 0:
            children = token.children or []
            texts.append("".join(child.content or " " * child.type.endswith("break") for child in children).strip())
    return [text for text in texts if text]
