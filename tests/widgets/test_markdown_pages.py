"""Long texts in pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.markdown_links import find_links
from widgets.markdown_pages import LONGEST, MarkdownPage, PlainPage, split_pages
from widgets.plain_text import paragraphs


def text_of(page: MarkdownPage | PlainPage) -> str:
    if isinstance(page, PlainPage):
        return page.text
    return "\n".join(token.content for token in page.tokens if token.type in ("inline", "fence"))


def test_a_short_text_is_one_page_and_nothing_is_none() -> None:
    assert [text_of(page) for page in split_pages("# Head\n\nText.")] == ["Head\nText."]
    assert list(split_pages("")) == []


def test_pages_hold_every_block_once_and_in_order() -> None:
    source = "\n\n".join(f"Paragraph {number}" for number in range(200))
    pages = list(split_pages(source))
    assert len(pages) > 3
    assert "\n".join(text_of(page) for page in pages).split("\n") == [f"Paragraph {number}" for number in range(200)]


def test_a_page_never_ends_within_a_block() -> None:
    items = "\n".join(f"- item {number}" for number in range(60))
    pages = list(split_pages(f"before\n\n{items}\n\nafter"))
    for page in pages:
        assert isinstance(page, MarkdownPage)
        assert sum(token.nesting for token in page.tokens) == 0


def test_a_link_finds_its_address_on_another_page() -> None:
    filler = "\n\n".join("word" for _ in range(100))
    first = next(iter(split_pages(f"[name][ref]\n\n{filler}\n\n[ref]: https://example.com/")))
    assert isinstance(first, MarkdownPage)
    addresses = [child.attrs.get("href") for token in first.tokens for child in token.children or []]
    assert "https://example.com/" in addresses


@pytest.mark.parametrize(
    "source", ["- x\n" * 5_000, "|a|b|\n|-|-|\n" + "|1|2|\n" * 2_000, "> x\n>\n" * 3_000, "x" * (LONGEST + 1)]
)
def test_what_would_be_thousands_of_widgets_is_plain(source: str) -> None:
    pages = list(split_pages(source))
    assert all(isinstance(page, PlainPage) for page in pages)
    assert "\n".join(text_of(page) for page in pages).strip("\n") == source.strip("\n")


@given(st.text(max_size=300))
def test_any_text_has_pages_and_paragraphs(source: str) -> None:
    list(split_pages(source))
    assert all(text.strip() for text in paragraphs(source))
    find_links(source)


def test_a_glance_leaves_out_marks_headings_lists_and_code() -> None:
    source = "# Head\n\nSome *text* with `code`\nand a [link](https://x.y).\n\n- item\n\n```\ncode\n```\n\n[/] <b>."
    assert paragraphs(source) == ["Some text with code and a link.", "[/] <b>."]


@pytest.mark.parametrize("items", ["- item\n- item", "\n1. item\n2. item"])
def test_a_glance_leaves_out_what_announces_a_list(items: str) -> None:
    assert paragraphs(f"Text.\n\nTo look out for:\n{items}\n\nAnd this stays:\n\nMore.") == [
        "Text.", "And this stays:", "More.",
    ]  # fmt: skip
    assert paragraphs("It ends so:") == ["It ends so:"]
