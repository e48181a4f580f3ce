"""`syllabus admin refund PURCHASE`: money goes back, and with it the access that nothing else covers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.admin.confirmation import add_yes, confirm
from tui.commands.command import Command
from tui.commands.failure import Exit, Failure
from tui.commands.find import as_id
from tui.commands.output import given

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from api_client.library import Library
    from api_client.models.admin import AdminPurchase
    from tui.commands.context import Context


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("purchase", metavar="PURCHASE", help="its id, as `syllabus admin sales` prints it in a pipe")
    add_yes(parser)


def _run(context: Context, arguments: Namespace) -> int:
    purchase_id = as_id(arguments.purchase)
    if purchase_id is None:
        helps = "`syllabus admin sales | cat` prints the ids."
        raise Failure(f"“{given(arguments.purchase)}” is no purchase's id.", helps, code=Exit.USAGE)
    return context.with_library(partial(_refund, context, purchase_id, yes=arguments.yes))


async def _refund(context: Context, purchase_id: str, library: Library, *, yes: bool) -> int:
    if not yes:
        await _ask(purchase_id, library)
    sale = await library.administer(lambda admin: admin.sales.refund(purchase_id))
    if context.output.as_json:
        context.output.json(sale.model_dump(mode="json"))
    else:
        context.output.line(_done(sale))
    return Exit.DONE


async def _ask(purchase_id: str, library: Library) -> None:
    """Say which sale it is and what goes with it, and ask for the word; one that is refunded already stays as it is."""
    from api_client.sales_rows import refund_row, sale_rows
    from widgets.admin.refund_sentences import refund_sentences, sale_sentence

    [sale] = sale_rows([await library.administer(lambda admin: admin.sales.get(purchase_id))])
    if sale.refunded_at is None:
        plan = await library.administer(lambda admin: admin.sales.plan_refund(purchase_id))
        confirm("refund", [sale_sentence(sale), *refund_sentences(refund_row(plan))], yes=False)


def _done(sale: AdminPurchase) -> str:
    from tui.commands.admin.find import exact
    from widgets.money import cents

    whose = "a deleted account" if sale.user.deleted_at else exact(sale.user.name)
    amount = f"{cents(sale.refunded_in_cents)} in all" if sale.refunded_in_cents else "which cost nothing"
    return f"Refunded: {exact(sale.product_name)} of {whose}, {amount}."


COMMAND = Command(
    name="refund",
    summary="give back all that is left of a price, and end the access that came with it",
    run=_run,
    add_arguments=_add_arguments,
    details=(
        "It says first what was bought by whom, what goes back, which courses are lost, and which are kept and why, "
        "and asks for a word."
    ),
)
