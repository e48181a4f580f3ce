"""What screens ask of the app: messages that go up, because what they start outlives the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from api_client.rows import OfferRow


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


@dataclass
class Buy(Message):
    """Buy a product, or go on with it: the app opens the order, shows its card and waits for the payment."""

    product_id: str
    product_name: str


@dataclass
class BuyCourse(Message):
    """Buy one of the products that a course is in: the app asks which, if there are several."""

    offers: tuple[OfferRow, ...]


@dataclass
class CancelCheckout(Message):
    """Give up the checkout of a product."""

    product_id: str
