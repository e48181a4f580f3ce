"""Writing an outline as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api_client.escapes import written
from api_client.outline_text.codes import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api_client.models.admin import AdminOutline

_EXPLANATION = r"""#
# A section (with =) or a lesson a line: its code, its visibility, its name.
#
#   reorder     move lines, also from one section into another
#   rename      change the name; leave the code, which says what the line is
#   visibility  section: public, private; lesson: public, preview, private
#   add         + https://youtu.be/… Name            a private lesson
#               + preview https://youtu.be/… Name    a lesson that all may view
#               = + private Name                     a section
#   delete      remove the line; you are asked before anything is deleted
#
# Empty lines and lines that begin with # mean nothing. \x1b and the like are
# characters that cannot be seen, and \\ is a backslash.
"""
_WIDEST = len("preview")


def write_outline(outline: AdminOutline) -> str:
    """The outline as a text that `read_outline` reads, with a head that explains it."""
    return "\n".join(_lines(outline))


def _lines(outline: AdminOutline) -> Iterator[str]:
    code = codes(outline)
    yield f"# {written(outline.name)}"
    yield from _EXPLANATION.rstrip().split("\n")
    for section in outline.sections:
        yield ""
        yield f"= {code[section.id]}  {section.status:{_WIDEST}}  {written(section.name)}".rstrip()
        for lesson in section.lessons:
            yield f"  {code[lesson.id]}  {lesson.status:{_WIDEST}}  {written(lesson.name)}".rstrip()
