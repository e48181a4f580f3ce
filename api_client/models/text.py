"""What names and descriptions in a request may hold."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

NAME_LENGTH = 200
DESCRIPTION_LENGTH = 20_000


def name_fault(name: str) -> str | None:
    """Why a name cannot be taken, as a sentence; None if it can. Spaces around it do not count."""
    name = name.strip()
    if not name:
        return "A name is needed."
    if len(name) > NAME_LENGTH:
        return f"At most {NAME_LENGTH} characters; these are {len(name)}."
    if any(_is_control(character) for character in name):
        return "A name is one line without control characters."
    return None


def description_fault(description: str) -> str | None:
    """Why a description cannot be taken, as a sentence; None if it can."""
    if len(description) > DESCRIPTION_LENGTH:
        return f"At most {DESCRIPTION_LENGTH:,} characters; these are {len(description):,}."
    if any(_is_control(character) and character not in "\n\t" for character in description):
        return "Control characters other than newline and tab are not taken."
    return None


def _is_control(character: str) -> bool:
    """Cc, and Cs: a lone surrogate can be stored by no database."""
    return unicodedata.category(character) in ("Cc", "Cs")


def _name(value: str) -> str:
    if fault := name_fault(value):
        raise ValueError(fault)
    return value.strip()


def _description(value: str) -> str:
    if fault := description_fault(value):
        raise ValueError(fault)
    return value


Name = Annotated[str, StringConstraints(strict=True), AfterValidator(_name)]
"""A name in a request: trimmed, 1 to 200 characters, without control characters."""
Description = Annotated[str, StringConstraints(strict=True), AfterValidator(_description)]
"""A description in a request: at most 20,000 characters; newline and tab are the only control characters."""
