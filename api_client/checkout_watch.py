"""Waiting for a payment that is made elsewhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from api_client.errors import ApiError, NotFound, Unauthenticated

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from api_client.library import Library
    from api_client.models import Checkout

PENDING = frozenset(("open", "processing"))
"""States in which something is still to come."""
_SOON, _LATER, _MUCH_LATER = 1.0, 5.0, 60.0
"""Seconds between two looks: in the first two minutes, after them, and where the payment takes days."""
_FIRST = 120.0


async def follow_checkout(library: Library, checkout: Checkout) -> AsyncGenerator[Checkout | ApiError]:
    """The checkout, then every change of it, to the last; an error where it could not be looked at, once for each.

    The server is asked again and again: it is told of payments by their provider, and nobody tells this program.
    Raises NotFound and Unauthenticated, after which there is nothing more to wait for.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    trouble: ApiError | None = None
    yield checkout
    while checkout.status in PENDING:
        await asyncio.sleep(_pause(checkout, loop.time() - began))
        try:
            seen = await library.shop(lambda shop: shop.get(str(checkout.id)))  # noqa: B023 - called at once
        except (NotFound, Unauthenticated):
            raise
        except ApiError as error:
            if error != trouble:
                trouble = error
                yield error
            continue
        if seen != checkout or trouble:
            checkout, trouble = seen, None
            yield checkout


def _pause(checkout: Checkout, waited: float) -> float:
    if checkout.status == "processing":
        return _MUCH_LATER
    return _SOON if waited < _FIRST else _LATER
