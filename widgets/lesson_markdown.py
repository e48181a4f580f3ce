"""Textual's Markdown in Syllabus' looks, safe for text from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from pygments.token import Token as Kind
from textual.highlight import HighlightTheme, highlight
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownFence

from widgets.marks import ASCII, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from textual.content import Content

    from widgets.markdown_pages import MarkdownPage


class CodeColours(HighlightTheme):
    """Four tones, as everywhere."""

    STYLES = {  # noqa: RUF012  # pyright takes the base for an instance variable
        Kind.Comment: "$faint italic",
        Kind.Keyword: "$accent",
        Kind.Operator.Word: "$accent",
        Kind.Name.Builtin: "$accent",
        Kind.Literal.Number: "$warning",
        Kind.Literal.String: "$warning",
    }


class CodeBlock(MarkdownFence):
    """Code, highlighted if its language is named."""

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:  # noqa: ARG003
        """Colour the code. A language that is not named is not guessed: that would load every lexer there is."""
        return highlight(code, language=language or "text", theme=CodeColours)


class _Parsed(MarkdownIt):
    """A parser that has parsed already."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__("zero")
        self._tokens = list(tokens)

    def parse(self, src: str, env: object = None) -> list[Token]:
        """The tokens."""
        return self._tokens


class LessonMarkdown(Markdown):
    """A page of blocks. Links are not opened here but posted, and what they address is not changed."""

    BLOCKS = {**Markdown.BLOCKS, "fence": CodeBlock, "code_block": CodeBlock}  # noqa: RUF012  # as above

    DEFAULT_CSS = """
    LessonMarkdown {
        padding: 0;
        color: $foreground;

        MarkdownBlock {
            link-color: $accent;
            link-style: underline;
            link-background: transparent;
            link-color-hover: $accent;
            link-style-hover: bold underline;
            link-background-hover: transparent;
            /* As good as $panel, of which Textual would draw nothing here: it blends by what is left of opacity. */
            &:dark > .code_inline, &:light > .code_inline { color: $foreground; background: $foreground 12%; }
        }
        MarkdownHeader {
            margin: 1 0;
            width: 1fr;
            content-align: left middle;
            background: transparent;
            color: $foreground;
            text-style: bold;
            &:first-child { margin: 0 0 1 0; }
        }
        MarkdownH3, MarkdownH4, MarkdownH5, MarkdownH6 { color: $text-muted; }
        MarkdownBlockQuote, MarkdownBlockQuote:light {
            background: transparent;
            border-left: wide $accent;
            color: $text-muted;
            padding: 0 0 0 1;
            margin: 0 0 1 0;
        }
        MarkdownBulletList, MarkdownOrderedList { margin: 0 0 1 0; padding: 0 0 0 1; }
        MarkdownOrderedList { padding: 0; }
        MarkdownList MarkdownList { margin: 0; padding: 0; }
        MarkdownBullet, MarkdownBullet:light { color: $text-muted; }
        MarkdownFence, MarkdownFence:light {
            background: $surface;
            color: $foreground;
            margin: 0 0 1 0;
            overflow: hidden hidden;
            & > Label { padding: 1 2; width: 1fr; text-wrap: wrap; }
        }
        MarkdownTable, MarkdownTable:light { background: transparent; }
        MarkdownTableContent {
            keyline: thin $rule;
            & > .header { color: $foreground; }
        }
        MarkdownHorizontalRule { border-bottom: solid $rule; padding: 0; }
        &.-ascii MarkdownBlockQuote { border-left: ascii $accent; }
        &.-ascii MarkdownHorizontalRule { border-bottom: ascii $rule; }
    }
    """

    def __init__(self, page: MarkdownPage) -> None:
        super().__init__("", parser_factory=lambda: _Parsed(page.tokens), open_links=False)
        if marks() is ASCII:
            self.add_class("-ascii")
            self.BULLETS = ["- ", "* ", "+ "]
