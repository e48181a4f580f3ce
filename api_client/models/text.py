"""What names and descriptions in a request may hold."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

NAME_LENGTH = 200
DESCRIPTION_LENGTH = 20_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""The categories Cc, and Cs: a lone surrogate can be stored by no database. A document has millions of characters."""


def name_fault(name: str) -> str | None:
    """Why a name cannot be taken, as a sentence; None if it can. Spaces around it do not count."""
    name = name.strip()
    if not name:
        return "A name is needed."
    if len(name) > NAME_LENGTH:
        return f"At most {NAME_LENGTH} characters; these are {len(name)}."
    if _CONTROL.search(name):
        return "A name is one line without control characters."
    return None


def description_fault(description: str) -> str | None:
    """Why a description cannot be taken, as a sentence; None if it can."""
    if len(description) > DESCRIPTION_LENGTH:
        return f"At most {DESCRIPTION_LENGTH:,} characters; these are {len(description):,}."
    if _CONTROL.search(description.replace("\n", "").replace("\t", "")):
        return "Control characters other than newline and tab are not taken."
    return None


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
