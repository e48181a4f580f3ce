"""Text from outside made fit for one line: never markup, never a newline, never wider than its place.

Control characters are gone already (the transport cleans what it decodes); what is left here is layout.
"""

import re

from rich.cells import cell_len, set_cell_size

from widgets.marks import marks

UNTITLED = "(untitled)"
IN_A_SENTENCE = 40
"""Cells of a name that a sentence has room for."""
_JOINERS = re.compile("\ufe0e|\ufe0f|\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])")
"""Terminals disagree on how wide emoji with selectors and joined emoji are; apart, each has one width everywhere."""
_BREAK = re.compile(r"\s*[\n\r\u2028\u2029]\s*")


def one_line(name: str) -> str:
    """A name on one line: newlines as `⏎`, joined emoji apart, an empty one as `(untitled)`."""
    line = _JOINERS.sub("", name).replace("\t", " ").strip()
    if len(line.splitlines()) > 1:
        line = _BREAK.sub(f" {marks().newline} ", line)
    return line or UNTITLED


def brief(name: str) -> str:
    """A name in a sentence, so short that what is said of it is still seen in a toast."""
    return cut(one_line(name), IN_A_SENTENCE)


def cut(text: str, cells: int) -> str:
    """The text in at most that many cells, with `…` where something was left out."""
    if cells <= 0:
        return ""
    # A name can have 10,000 characters; measuring more of them than can fit is wasted on every frame.
    text = text[: cells * 8 + 8]
    if cell_len(text) <= cells:
        return text
    ellipsis = marks().ellipsis[:cells]
    return set_cell_size(text, cells - len(ellipsis)).rstrip() + ellipsis


def fit(text: str, cells: int) -> str:
    """The text in exactly that many cells, cut or padded at the right."""
    text = cut(text, cells)
    return text + " " * (cells - cell_len(text))


def plural(count: int, noun: str) -> str:
    """`1 lesson`, `2 lessons`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
