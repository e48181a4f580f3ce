"""`syllabus purchases [PURCHASE]`: what was bought, and the receipt of one purchase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.command import Command
from tui.commands.context import note_age, warn
from tui.commands.failure import Exit
from tui.commands.find import Candidate, pick
from tui.commands.output import Column, name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.shop_rows import PurchaseRow
    from tui.commands.context import Context
    from tui.commands.output import Cell

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("Bought"),
    Column("Product", flexible=True),
    Column("Cents", audience="programs"),
    Column("Paid", right=True, audience="people"),
    Column("State"),
)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "purchase", metavar="PURCHASE", nargs="*", help="an id, or the product's name: print its receipt as text"
    )


def _run(context: Context, arguments: Namespace) -> int:
    wanted = " ".join(arguments.purchase)
    return context.with_library(partial(_receipt, context, wanted) if wanted else partial(_list, context))


async def _list(context: Context, library: Library) -> int:
    from api_client.shop_rows import purchase_row

    snapshot = await library.fetch(documents.purchases())
    bought = snapshot.value or ()
    if context.output.as_json:
        context.output.json({"items": [purchase.model_dump(mode="json") for purchase in bought]})
    else:
        context.output.table(_COLUMNS, [_cells(purchase_row(purchase)) for purchase in bought])
        if not bought:
            warn("Nothing was bought yet.")
    note_age(snapshot)
    return Exit.DONE


def _cells(purchase: PurchaseRow) -> Sequence[Cell]:
    from widgets.money import cents
    from widgets.purchase_list import state_piece

    return (
        purchase.id,
        f"{purchase.bought_at.astimezone():%Y-%m-%d}",
        name(purchase.product_name),
        str(purchase.paid_in_cents),
        cents(purchase.paid_in_cents) if purchase.paid_in_cents else "free",
        state_piece(purchase).text,
    )


async def _receipt(context: Context, wanted: str, library: Library) -> int:
    from api_client.shop_rows import purchase_row
    from widgets.receipt import receipt

    bought = (await library.fetch(documents.purchases())).value or ()
    candidates = [
        Candidate(str(each.id), each.product_name, f"{each.created_at.astimezone():%Y-%m-%d}") for each in bought
    ]
    chosen = pick("purchase", wanted, candidates).id
    purchase = await library.shop(lambda shop: shop.purchase(chosen))
    if context.output.as_json:
        context.output.json(purchase.model_dump(mode="json"))
        return Exit.DONE
    lines = receipt(purchase_row(purchase), library.status.viewer, library.label)
    if purchase.receipt_url:
        lines.append(("Receipt", purchase.receipt_url))
    width = max(len(label) for label, _ in lines)
    for label, value in lines:
        context.output.line(f"{label.ljust(width)}  {value}")
    return Exit.DONE


COMMAND = Command(
    name="purchases",
    summary="list what you bought, or print a receipt",
    run=_run,
    add_arguments=_add_arguments,
    details="In a pipe: id, day, product, cents paid, state.",
)
