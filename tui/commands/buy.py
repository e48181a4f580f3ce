"""`syllabus buy PRODUCT [--wait]`: opens an order, prints where to pay, and waits until access is there if asked to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from api_client.errors import ApiError, Conflict
from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.failure import Exit, Failure
from tui.commands.find import Candidate, pick
from tui.commands.output import name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from api_client.library import Library
    from api_client.models import Checkout, Product
    from tui.commands.context import Context

_ENDS = {
    "expired": "The link ended before anything was paid. Nothing was charged.",
    "cancelled": "The order was cancelled. Nothing was charged.",
    "failed": "The payment failed. Nothing was charged, and nothing was granted.",
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("product", metavar="PRODUCT", nargs="+", help="an id, a name, or a part of one")
    parser.add_argument(
        "--wait", action="store_true", help="wait until it is paid and access is there; ^C stops waiting"
    )


def _run(context: Context, arguments: Namespace) -> int:
    return context.with_library(partial(_buy, context, " ".join(arguments.product), arguments.wait))


async def _buy(context: Context, wanted: str, wait: bool, library: Library) -> int:
    sold = (await library.fetch(documents.products())).value or ()
    chosen = pick("product", wanted, [Candidate(str(product.id), product.name) for product in sold]).id
    product = next(product for product in sold if str(product.id) == chosen)
    try:
        checkout = await library.shop(lambda shop: shop.begin(chosen))
    except Conflict as error:
        raise Failure(error.sentence, "`syllabus purchases` lists what you bought.") from error
    if checkout.status == "open" and not context.output.as_json:
        _say_where(context, product, checkout)
    if wait:
        checkout = await _wait(library, checkout)
    return _report(context, product, checkout)


def _say_where(context: Context, product: Product, checkout: Checkout) -> None:
    from widgets.money import cents

    warn(f"{name(product.name)}, {cents(checkout.amount_in_cents)}. Pay in a browser; access arrives by itself:")
    context.output.line(checkout.url or "")


async def _wait(library: Library, checkout: Checkout) -> Checkout:
    from api_client.checkout_watch import follow_checkout

    async for seen in follow_checkout(library, checkout):
        if isinstance(seen, ApiError):
            warn(f"{seen.sentence} It is asked again.")
        else:
            checkout = seen
    return checkout


def _report(context: Context, product: Product, checkout: Checkout) -> int:
    if context.output.as_json:
        context.output.json(checkout.model_dump(mode="json"))
    elif checkout.status == "complete":
        context.output.line(f"{name(product.name)} is yours.")
        if checkout.double:
            warn("You owned it already: this was a second payment, which whoever runs the server can refund.")
    if checkout.status in _ENDS:
        raise Failure(_ENDS[checkout.status], "The same command opens a new order.")
    return Exit.DONE


COMMAND = Command(
    name="buy",
    summary="buy a product",
    run=_run,
    add_arguments=_add_arguments,
    details="Standard output has the link to pay, then, with --wait, that it is yours. What is free is yours at once.",
)
