"""Routes that are made when one of them is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableSequence

    from fastapi import FastAPI
    from starlette.types import Scope


class Postponed(BaseRoute):
    """Stands at the end of an app's routes for those below a prefix: it adds them there.

    FastAPI takes about a millisecond to make a route with its models, and the program of somebody who is no admin
    never asks for an admin's.
    """

    def __init__(
        self, prefix: str, make: Callable[[], Iterable[BaseRoute]], routes: MutableSequence[BaseRoute]
    ) -> None:
        """`make` gives the routes, which go to the end of `routes`."""
        self._prefix = prefix
        self._make = make
        self._routes = routes
        self._made = False

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """No request itself: the router comes to the routes that are added here in the same pass."""
        if str(scope.get("path", "")).startswith(self._prefix):
            self.make()
        return Match.NONE, {}

    def make(self) -> None:
        """Add the routes, if that was not done yet. An app may serve in several threads: one that is late adds none."""
        if not self._made:
            made = list(self._make())
            if not self._made:
                self._made = True
                self._routes.extend(made)


def make_all(app: FastAPI) -> None:
    """Make all routes of the app, for whoever needs to know them."""
    for route in list(app.routes):
        if isinstance(route, Postponed):
            route.make()
