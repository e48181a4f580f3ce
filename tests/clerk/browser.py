"""Sign-in without a person in front of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.dev_identity.browser import BrowserEndpoints

if TYPE_CHECKING:
    from backend.dev_identity.browser import Choice


class ClerkBrowserEndpoints(BrowserEndpoints):
    """The pages of an instance, which can answer at once."""

    answer: Choice | None = None
    """Who signs in at once; False: refuses at once; None: the page asks."""

    def choice(self) -> Choice | None:
        return self.answer
