"""What screens ask of the app: messages that go up, because what they start outlives the screen."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class MarkLessons(Message):
    """Complete or un-complete lessons."""

    lesson_ids: tuple[str, ...]
    completed: bool
    names: tuple[str, ...] = ()
    """For what is told about it."""


@dataclass
class CopyText(Message):
    """Put text on the clipboard and say what it was."""

    text: str
    what: str
    """`link`, `id`."""


@dataclass
class ShowCode(Message):
    """Draw a link as a QR code."""

    url: str
    title: str


@dataclass
class OpenWith(Message):
    """Ask with which program to open a link."""

    url: str
