"""What the words of visibility mean, said where one of them is chosen."""

from __future__ import annotations

from widgets.fields.choice_field import ChoiceField, Option

_SECTION = (
    Option("public", "Learners see it with its lessons."),
    Option("private", "Hidden, with every lesson in it."),
)
_PRODUCT = (
    Option("public", "In the store."),
    Option("private", "Not in the store. Who bought it keeps what it gave."),
)
_HIDDEN = "Hidden all the same: its section is private."


def section_visibility(status: str) -> ChoiceField:
    """The field for a section."""
    return ChoiceField("Visibility", _SECTION, status, key="status")


def lesson_visibility(status: str, *, section_is_private: bool) -> ChoiceField:
    """The field for a lesson: its section hides it whatever it says itself."""
    options = (
        Option("public", _HIDDEN if section_is_private else "Visible to buyers."),
        Option("preview", _HIDDEN if section_is_private else "Anybody can watch it, also without buying."),
        Option("private", "Hidden from everybody but admins."),
    )
    return ChoiceField("Visibility", options, status, key="status")


def product_visibility(status: str) -> ChoiceField:
    """The field for a product."""
    return ChoiceField("Visibility", _PRODUCT, status, key="status")
